package io.actionqueue.storage.snapshot;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.storage.codec.PayloadSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// One section as it was read from the file: checked and decoded wherever there is a thread to
/// spare.
final class Section {
  private final long offset;
  private final byte[] payload;
  private final int length;
  private final int crc32;

  /// A section of which nothing was checked yet.
  ///
  /// @param offset where it starts in the file
  /// @param payload its bytes behind the header, from the start of an array that may be longer;
  ///   free again once they are decoded
  /// @param length how many bytes they are
  /// @param crc32 the checksum that the header says
  Section(long offset, byte[] payload, int length, int crc32) {
    this.offset = offset;
    this.payload = payload;
    this.length = length;
    this.crc32 = crc32;
  }

  /// Where it starts in the file.
  long offset() {
    return offset;
  }

  /// The array that its bytes were read into.
  byte[] payload() {
    return payload;
  }

  /// The checksum that the header says.
  int crc32() {
    return crc32;
  }

  /// How one record is read.
  private interface Reader<T> {
    T read(RecordDecoder in) throws MalformedPayload;
  }

  /// How one record is handed over.
  private interface Delivery<T> {
    void deliver(SnapshotSink sink, T item) throws UnreadableSnapshot;
  }

  /// The records of a section.
  ///
  /// @param index which section of the file it is, from 0 on
  /// @param kind what its records are
  /// @param records the records
  /// @param delivery how they are handed over
  /// @param totals what the END says, null elsewhere
  record Decoded<T>(
      int index, SectionKind kind, List<T> records, Delivery<T> delivery, @Nullable Totals totals) {
    void deliver(SnapshotSink sink) throws UnreadableSnapshot {
      for (T item : records) {
        delivery.deliver(sink, item);
      }
    }
  }

  /// What the END says.
  ///
  /// @param sections how many sections come before it
  /// @param chain the checksum of their checksums
  /// @param records how many records of each kind there are
  record Totals(long sections, long chain, List<Long> records) {
    /// Copies the list.
    Totals {
      records = List.copyOf(records);
    }
  }

  /// Checks and decodes the section.
  Decoded<?> decode() throws UnreadableSnapshot {
    var crc = new CRC32();
    crc.update(payload, 0, length);
    if ((int) crc.getValue() != crc32) {
      throw new UnreadableSnapshot(
          new SnapshotFault.CrcMismatch(Integer.toUnsignedLong(crc32), crc.getValue()));
    }
    try {
      var in = PayloadSource.of();
      in.reset(payload, 0, length);
      int index = (int) in.varint32();
      SectionKind kind = SectionKind.ALL.get(in.ordinal(SectionKind.ALL.size(), "section kind"));
      return decode(in, index, kind);
    } catch (MalformedPayload malformed) {
      throw UnreadableSnapshot.decode(offset, malformed.detail());
    } catch (InvalidValue invalid) {
      throw UnreadableSnapshot.decode(offset, String.valueOf(invalid.getMessage()));
    }
  }

  private static Decoded<?> decode(PayloadSource in, int index, SectionKind kind)
      throws MalformedPayload {
    return switch (kind) {
      case HEAD -> records(in, index, kind, _ -> head(in), SnapshotSink::head);
      case TASKS -> records(in, index, kind, RecordDecoder::task, SnapshotSink::task);
      case DEPENDENCIES ->
          records(in, index, kind, RecordDecoder::dependencies, SnapshotSink::dependencies);
      case RUNS -> records(in, index, kind, RecordDecoder::run, SnapshotSink::run);
      case ATTEMPTS -> records(in, index, kind, RecordDecoder::attempts, SnapshotSink::attempts);
      case BUDGETS -> records(in, index, kind, RecordDecoder::budget, SnapshotSink::budget);
      case SUBSCRIPTIONS ->
          records(in, index, kind, RecordDecoder::subscription, SnapshotSink::subscription);
      case ACTORS -> records(in, index, kind, RecordDecoder::actor, SnapshotSink::actor);
      case TENANTS -> records(in, index, kind, RecordDecoder::tenant, SnapshotSink::tenant);
      case ROLES -> records(in, index, kind, RecordDecoder::role, SnapshotSink::role);
      case GRANTS -> records(in, index, kind, RecordDecoder::grant, SnapshotSink::grant);
      case LEDGER ->
          records(in, index, kind, RecordDecoder::ledgerEntry, SnapshotSink::ledgerEntry);
      case EXTENSIONS ->
          records(in, index, kind, RecordDecoder::extension, SnapshotSink::extension);
      case END -> end(in, index);
    };
  }

  private static <T> Decoded<T> records(
      PayloadSource in, int index, SectionKind kind, Reader<T> reader, Delivery<T> delivery)
      throws MalformedPayload {
    int count = in.count();
    var decoder = new RecordDecoder(in);
    var items = new ArrayList<T>(Math.min(count, 1 << 12));
    for (int i = 0; i < count; i++) {
      int length = in.length();
      int outer = in.narrow(in.position() + length);
      items.add(reader.read(decoder));
      if (in.remaining() > 0) {
        throw new MalformedPayload(in.remaining() + " bytes left over behind record " + i);
      }
      in.narrow(outer);
    }
    if (in.remaining() > 0) {
      throw new MalformedPayload(in.remaining() + " bytes left over behind the records");
    }
    return new Decoded<>(index, kind, items, delivery, null);
  }

  private static NativeFormat.Head head(PayloadSource in) throws MalformedPayload {
    long format = in.varint();
    if (format != NativeFormat.FORMAT) {
      throw new MalformedPayload(
          "format "
              + Long.toUnsignedString(format)
              + ", only "
              + NativeFormat.FORMAT
              + " is known");
    }
    return new NativeFormat.Head(
        in.varint(), in.varint(), in.varint(), in.varint(), new RecordDecoder(in).engine());
  }

  private static Decoded<?> end(PayloadSource in, int index) throws MalformedPayload {
    Decoded<Totals> found = records(in, index, SectionKind.END, _ -> totals(in), (_, _) -> {});
    if (found.records.size() != 1) {
      throw new MalformedPayload("the end has " + found.records.size() + " records");
    }
    return new Decoded<>(index, SectionKind.END, List.of(), (_, _) -> {}, found.records.getFirst());
  }

  private static Totals totals(PayloadSource in) throws MalformedPayload {
    long sections = in.varint();
    long chain = in.varint();
    var records = new ArrayList<Long>();
    for (int i = 0; i < SectionKind.ALL.size(); i++) {
      records.add(in.varint());
    }
    return new Totals(sections, chain, records);
  }
}
