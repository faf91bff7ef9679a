package io.actionqueue.storage.snapshot;

import io.actionqueue.core.Invariant;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateRestorer.Trigger;
import io.actionqueue.storage.codec.ExtensionEncoder;
import io.actionqueue.storage.codec.PayloadSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// Writes a native snapshot record by record, section by section, into a file that nobody else sees
/// yet. Records must come in the order of [SectionKind]. Confined to one thread.
final class NativeWriter {
  private static final int PREFIX_BYTES = 32;

  /// Room for the records of a small snapshot; it grows as far as sections do.
  private static final int FIRST_BYTES = 1 << 14;

  private final FileHandle file;
  private final PayloadSink records =
      PayloadSink.of(FIRST_BYTES, NativeFormat.MAX_SECTION_BYTES - PREFIX_BYTES);
  private final PayloadSink prefix = PayloadSink.of(PREFIX_BYTES, PREFIX_BYTES);
  private final long[] totals = new long[SectionKind.ALL.size()];
  private final CRC32 crc32 = new CRC32();
  private final CRC32 chain = new CRC32();
  private SectionKind kind = SectionKind.HEAD;
  private int recordStart;
  private int count;
  private int sections;
  private long position;

  NativeWriter(FileHandle file) {
    this.file = file;
  }

  void head(NativeFormat.Head head) throws IOException {
    begin(SectionKind.HEAD);
    records.varint(NativeFormat.FORMAT);
    records.varint(head.sequence());
    records.varint(head.capturedAtMillis());
    records.varint(head.tasks());
    records.varint(head.runs());
    RecordEncoder.engine(records, head.engine());
    end();
  }

  void task(StateImage.Task task) throws IOException {
    begin(SectionKind.TASKS);
    RecordEncoder.task(records, task);
    end();
  }

  void dependencies(StateImage.Dependencies dependencies) throws IOException {
    begin(SectionKind.DEPENDENCIES);
    RecordEncoder.dependencies(records, dependencies);
    end();
  }

  /// Writes a run; one with more attempts than a record should hold takes several records.
  void run(StateImage.Run run, long readySequence) throws IOException {
    begin(SectionKind.RUNS);
    int written = RecordEncoder.run(records, run, readySequence);
    end();
    while (written < run.attempts().size()) {
      begin(SectionKind.ATTEMPTS);
      written = RecordEncoder.attempts(records, recordStart, run.attempts(), written);
      end();
    }
  }

  void budget(StateImage.Budget budget) throws IOException {
    begin(SectionKind.BUDGETS);
    RecordEncoder.budget(records, budget);
    end();
  }

  void subscription(StateImage.Subscription subscription, Trigger trigger) throws IOException {
    begin(SectionKind.SUBSCRIPTIONS);
    RecordEncoder.subscription(records, subscription, trigger);
    end();
  }

  void actor(StateImage.Actor actor) throws IOException {
    begin(SectionKind.ACTORS);
    RecordEncoder.actor(records, actor);
    end();
  }

  void tenant(StateImage.Tenant tenant) throws IOException {
    begin(SectionKind.TENANTS);
    RecordEncoder.tenant(records, tenant);
    end();
  }

  void role(StateImage.RoleAssignment role) throws IOException {
    begin(SectionKind.ROLES);
    RecordEncoder.role(records, role);
    end();
  }

  void grant(StateImage.CapabilityGrant grant) throws IOException {
    begin(SectionKind.GRANTS);
    RecordEncoder.grant(records, grant);
    end();
  }

  void ledgerEntry(StateImage.LedgerEntry entry) throws IOException {
    begin(SectionKind.LEDGER);
    RecordEncoder.ledgerEntry(records, entry);
    end();
  }

  void extension(ExtensionEvent event) throws IOException {
    begin(SectionKind.EXTENSIONS);
    ExtensionEncoder.encode(records, event);
    end();
  }

  /// Writes the END.
  ///
  /// @return the length of the file in bytes
  long finish() throws IOException {
    begin(SectionKind.END);
    records.varint(sections);
    records.varint(chain.getValue());
    for (SectionKind each : SectionKind.ALL) {
      records.varint(totals[each.ordinal()]);
    }
    end();
    closeSection();
    return position;
  }

  private void begin(SectionKind next) throws IOException {
    if (next != kind) {
      closeSection();
      kind = next;
    }
    recordStart = records.beginEnclosed();
  }

  private void end() throws IOException {
    String refusal = records.refusal();
    if (refusal != null || records.isOverfull()) {
      throw new IOException(
          "a record of the snapshot cannot be written: "
              + (refusal == null ? "it is too large" : refusal));
    }
    records.endEnclosed(recordStart);
    count++;
    totals[kind.ordinal()]++;
    if (records.position() >= NativeFormat.SECTION_BYTES) {
      closeSection();
    }
  }

  private void closeSection() throws IOException {
    if (count == 0) {
      return;
    }
    prefix.rollback(0);
    prefix.varint(sections);
    prefix.u8(kind.ordinal());
    prefix.varint(count);
    int length = prefix.position() + records.position();
    crc32.reset();
    crc32.update(prefix.array(), 0, prefix.position());
    crc32.update(records.array(), 0, records.position());
    Invariant.check(
        length <= NativeFormat.MAX_SECTION_BYTES, "expected a section to fit, was " + length);
    ByteBuffer header =
        ByteBuffer.allocate(NativeFormat.HEADER_BYTES + PREFIX_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(NativeFormat.FRAME_VERSION)
            .putInt(length)
            .putInt((int) crc32.getValue())
            .put(prefix.array(), 0, prefix.position());
    write(header.flip());
    write(ByteBuffer.wrap(records.array(), 0, records.position()));
    chainIn((int) crc32.getValue());
    records.rollback(0);
    count = 0;
    sections++;
  }

  private void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    file.write(bytes, position);
    position += length;
  }

  private void chainIn(int crc) {
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      chain.update(crc >>> shift);
    }
  }
}
