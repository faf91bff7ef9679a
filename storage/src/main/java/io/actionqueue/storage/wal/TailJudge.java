package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Says what stands behind the last good frame of a log: nothing, an unfinished write, or damage
/// (S-31, S-32; docs/format/wal.md §5).
///
/// What makes the difference is the order of the disk: a frame is written only when the ones before
/// it are synced, or says by its lag which ones were not. So only bytes that were never
/// acknowledged can be missing at the end, and a sector that never arrived shows as zeros. Anything
/// else was whole once, and what was acknowledged is never cut.
final class TailJudge {
  private static final VarHandle INT_LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final FileHandle file;
  private final long offset;
  private final long end;
  private final long lastSequence;
  private final CorruptionReason reason;
  private final String detail;

  /// A judge of what stands at a cursor that met damage.
  ///
  /// @param lastSequence the sequence before the damage, unsigned
  TailJudge(FileHandle file, FrameCursor damaged, long lastSequence) {
    this.file = file;
    this.offset = damaged.offset();
    this.end = damaged.end();
    this.lastSequence = lastSequence;
    this.reason = damaged.reason();
    this.detail = damaged.detail();
  }

  /// The verdict under a policy.
  ScanVerdict judge(ScanPolicy policy) throws IOException {
    return switch (policy) {
      case STRICT -> corrupt(detail);
      case DEFAULT -> byOrderOfDisk();
      case TRUNCATE_PARTIAL -> forRepair();
      case BESIDE_WRITER -> besideWriter();
    };
  }

  private ScanVerdict byOrderOfDisk() throws IOException {
    if (FileBytes.firstNonZero(file, offset, end) == end) {
      return new ScanVerdict.CleanEnd(offset);
    }
    String later = laterFrame(true);
    if (later != null) {
      return corrupt(detail + "; " + later);
    }
    return isUnfinished() ? torn() : corrupt(detail);
  }

  private ScanVerdict besideWriter() throws IOException {
    ScanVerdict verdict = byOrderOfDisk();
    return verdict instanceof ScanVerdict.Corrupt && laterFrame(false) == null ? torn() : verdict;
  }

  /// The safeguards of spec 01 §7.3; whatever they let through is cut.
  private ScanVerdict forRepair() throws IOException {
    if (offset == 0 && reason == CorruptionReason.UNSUPPORTED_VERSION) {
      return corrupt(detail + "; the file is no log, or one of another version");
    }
    if (isWholeFrameOfOtherVersion()) {
      return corrupt(detail + "; it is a whole frame of another version or from a newer program");
    }
    String later = laterFrame(false);
    if (later != null) {
      return corrupt(detail + "; " + later);
    }
    return torn();
  }

  private boolean isWholeFrameOfOtherVersion() throws IOException {
    if (end - offset < FrameFormat.HEADER_BYTES) {
      return false;
    }
    byte[] header = header();
    int length = intAt(header, 4);
    return intAt(header, 0) != FrameFormat.VERSION_SINGLE
        && FrameFormat.isPlausibleLength(length)
        && length <= end - offset - FrameFormat.HEADER_BYTES
        && new CrcRanges(file, offset).of(offset + FrameFormat.HEADER_BYTES, length)
            == intAt(header, 8);
  }

  /// Describes a whole frame behind the damage that was written when the damaged bytes were known
  /// to be on disk; null if there is none.
  ///
  /// @param later whether only frames with a later sequence count
  private @Nullable String laterFrame(boolean later) throws IOException {
    var search = new FrameSearch(file, offset + 1, end);
    while (search.next()) {
      FrameDecoder start = search.start();
      if (start == null ? !later : isProof(search.version(), start, later)) {
        String sequence =
            start == null ? "" : " with sequence " + Long.toUnsignedString(start.firstSequence());
        return "a whole frame" + sequence + " follows at offset " + search.offset();
      }
    }
    return null;
  }

  private boolean isProof(int version, FrameDecoder start, boolean later) {
    long sequence = start.firstSequence();
    boolean isLater = Long.compareUnsigned(sequence, lastSequence) > 0;
    if (version == FrameFormat.VERSION_BATCH && isLater) {
      return Long.compareUnsigned(sequence - start.lag(), lastSequence + 1) > 0;
    }
    return isLater || !later;
  }

  /// Whether an interrupted write of one frame can have left these bytes.
  private boolean isUnfinished() throws IOException {
    if (end - offset < FrameFormat.HEADER_BYTES) {
      return true;
    }
    long sectorEnd = sectorEnd(offset);
    if (isZero(offset, sectorEnd)) {
      return true;
    }
    byte[] header = header();
    long headerEnd = offset + FrameFormat.HEADER_BYTES;
    if (headerEnd > sectorEnd && isZero(sectorEnd, sectorEnd(sectorEnd))) {
      return mayBegin(header, (int) (sectorEnd - offset));
    }
    int length = intAt(header, 4);
    if (!FrameFormat.isKnownVersion(intAt(header, 0)) || !FrameFormat.isPlausibleLength(length)) {
      return false;
    }
    return (headerEnd + length > end || hasZeroSector(headerEnd + length))
        && !new LengthProof(file, offset, end).isLengthDamaged(header);
  }

  /// Whether the first `known` bytes of a header are those of a plausible one.
  private static boolean mayBegin(byte[] header, int known) {
    byte[] assumed = header.clone();
    for (int i = known; i < FrameFormat.HEADER_BYTES; i++) {
      assumed[i] = 0;
    }
    boolean lengthIsKnown = known >= 8;
    return FrameFormat.isKnownVersion(intAt(assumed, 0))
        && (!lengthIsKnown || FrameFormat.isPlausibleLength(intAt(assumed, 4)));
  }

  private boolean hasZeroSector(long frameEnd) throws IOException {
    for (long at = offset; at < frameEnd; at = sectorEnd(at)) {
      if (isZero(at, sectorEnd(at))) {
        return true;
      }
    }
    return false;
  }

  private boolean isZero(long from, long to) throws IOException {
    long until = Math.min(to, end);
    return FileBytes.firstNonZero(file, from, until) == until;
  }

  private static long sectorEnd(long position) {
    return (position / FrameFormat.SECTOR_BYTES + 1) * FrameFormat.SECTOR_BYTES;
  }

  private byte[] header() throws IOException {
    var header = ByteBuffer.allocate(FrameFormat.HEADER_BYTES);
    FileBytes.readFully(file, header, offset);
    return header.array();
  }

  private static int intAt(byte[] header, int at) {
    return (int) INT_LITTLE_ENDIAN.get(header, at);
  }

  private ScanVerdict torn() {
    return new ScanVerdict.Torn(offset, end - offset, reason, detail);
  }

  private ScanVerdict corrupt(String words) {
    return new ScanVerdict.Corrupt(offset, reason, words);
  }
}
