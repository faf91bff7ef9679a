package io.actionqueue.testkit.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The content of one file, whatever names lead to it: as programs see it, and as a crash may leave
/// it. Guarded by the lock of its disk.
///
/// Each sector of 512 bytes reaches the device wholly or not at all, in any order, at any time
/// since it was last synced, and independently of the file's length. So after a crash a sector has
/// one of the contents that it had since then, and so has the length.
final class SimulatedFile implements SimulatedNode {
  static final int SECTOR_BYTES = 512;

  /// The contents of one sector since it was last known to be durable, oldest first.
  static final class Sector {
    private final List<byte[]> versions = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    // False once a sync has failed: what is in memory counts as written and is not written again.
    private boolean dirty = true;

    List<byte[]> versions() {
      return versions;
    }

    /// For every version but the first: the operation that made it.
    List<Long> times() {
      return times;
    }
  }

  /// A length and the operation that set it.
  record Length(int bytes, long time) {}

  private byte[] bytes = new byte[0];
  private int size;
  private final TreeMap<Integer, Sector> sectors = new TreeMap<>();
  private final List<Length> lengths = new ArrayList<>();
  private int failedSyncs;

  SimulatedFile() {
    lengths.add(new Length(0, 0));
  }

  /// A file whose content is durable.
  static SimulatedFile durable(byte[] content) {
    SimulatedFile file = new SimulatedFile();
    file.bytes = content;
    file.size = content.length;
    file.lengths.set(0, new Length(content.length, 0));
    return file;
  }

  long size() {
    return size;
  }

  byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  /// The bytes without a copy; only the first [#size()] count.
  byte[] rawBytes() {
    return bytes;
  }

  /// What may differ after a crash, by sector number.
  Map<Integer, Sector> uncertainSectors() {
    return sectors;
  }

  /// The lengths that a crash may leave, the durable one first, the present one last.
  List<Length> lengths() {
    return lengths;
  }

  int read(ByteBuffer target, long position, int atMost) {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(Math.min(target.remaining(), atMost), size - position);
    target.put(bytes, (int) position, count);
    return count;
  }

  void write(byte[] source, int count, long position, long time) {
    if (count == 0) {
      return;
    }
    int start = Math.toIntExact(position);
    int end = Math.addExact(start, count);
    reserve(end);
    for (int at = start; at < end; ) {
      int stop = Math.min(end, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
      replace(at, source, at - start, stop - at, time);
      at = stop;
    }
    if (end > size) {
      resize(end, time);
    }
  }

  void truncate(long length, long time) {
    if (length >= size) {
      return;
    }
    int start = Math.toIntExact(length);
    byte[] zeros = new byte[SECTOR_BYTES];
    for (int at = start; at < size; ) {
      int stop = Math.min(size, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
      replace(at, zeros, 0, stop - at, time);
      at = stop;
    }
    resize(start, time);
  }

  /// A sync that succeeds. Without metadata, a cut need not be durable: nothing that can still be
  /// read depends on it.
  void sync(boolean withMetadata) {
    int longest = lengths.stream().mapToInt(Length::bytes).max().orElse(size);
    boolean keepsCut = !withMetadata && longest > size;
    int end = size;
    sectors
        .entrySet()
        .removeIf(
            entry -> entry.getValue().dirty && !(keepsCut && entry.getKey() * SECTOR_BYTES >= end));
    if (keepsCut) {
      lengths.removeIf(length -> length.bytes < end);
    } else {
      lengths.subList(0, lengths.size() - 1).clear();
    }
  }

  /// A sync that fails: nothing is dirty any more, and nothing is known to be durable.
  void failSync() {
    failedSyncs++;
    sectors.values().forEach(sector -> sector.dirty = false);
  }

  /// How many syncs failed.
  int failedSyncs() {
    return failedSyncs;
  }

  /// Forgets from memory what a failed sync did not write, as a system does that is short of memory
  /// or distrusts such pages: from now on programs see the oldest content.
  void dropLost() {
    sectors
        .entrySet()
        .removeIf(entry -> {
          if (entry.getValue().dirty) {
            return false;
          }
          int at = entry.getKey() * SECTOR_BYTES;
          int count = Math.max(0, Math.min(SECTOR_BYTES, size - at));
          System.arraycopy(entry.getValue().versions.getFirst(), 0, bytes, at, count);
          return true;
        });
  }

  void flipBit(long position, int bit) {
    bytes[Math.toIntExact(position)] ^= (byte) (1 << bit);
  }

  private void resize(int newSize, long time) {
    size = newSize;
    lengths.add(new Length(newSize, time));
  }

  /// Puts bytes into one sector and remembers the old content if that makes a difference.
  private void replace(int at, byte[] source, int from, int count, long time) {
    int number = at / SECTOR_BYTES;
    if (Arrays.equals(bytes, at, at + count, source, from, from + count)) {
      Sector written = sectors.get(number);
      if (written != null) {
        written.dirty = true;
      }
      return;
    }
    byte[] before = sectorBytes(number);
    System.arraycopy(source, from, bytes, at, count);
    Sector sector = sectors.computeIfAbsent(number, _ -> new Sector());
    if (sector.versions.isEmpty()) {
      sector.versions.add(before);
    }
    sector.versions.add(sectorBytes(number));
    sector.times.add(time);
    sector.dirty = true;
  }

  private byte[] sectorBytes(int number) {
    int at = number * SECTOR_BYTES;
    return Arrays.copyOfRange(bytes, at, at + SECTOR_BYTES);
  }

  private void reserve(int end) {
    int sectorEnd = Math.ceilDiv(end, SECTOR_BYTES) * SECTOR_BYTES;
    if (sectorEnd > bytes.length) {
      int grown = (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, Math.max(sectorEnd, grown));
    }
  }
}
