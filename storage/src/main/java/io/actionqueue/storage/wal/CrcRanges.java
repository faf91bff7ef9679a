package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/// The CRC-32 of any range of a file at a price that does not grow with the range.
///
/// A search for frames asks for the CRC of every range that some four bytes declare to be a
/// payload. Reading each anew would let a damaged or hostile file keep the search busy for hours.
/// CRC-32 is linear: from the CRCs of all prefixes that end at block boundaries the CRC of the
/// blocks between two boundaries follows by one multiplication of polynomials over GF(2), as in
/// zlib's `crc32_combine`. The file is thus read once, and two blocks more for each question.
/// Confined to one thread.
final class CrcRanges {
  private static final int BLOCK_BYTES = 1 << 14;
  private static final int POLYNOMIAL = 0xedb88320;

  /// The polynomial 1: bits are reflected, the highest one is the constant term.
  private static final int ONE = 1 << 31;

  /// `SQUARES[k]` is x to the power of 2^k, modulo the polynomial.
  private static final int[] SQUARES = squares();

  private final FileHandle file;
  private final long base;
  private final CRC32 crc32 = new CRC32();
  private int[] prefixes = new int[64];
  private int known = 1;

  /// Ranges that begin at or behind `base`.
  CrcRanges(FileHandle file, long base) {
    this.file = file;
    this.base = base;
  }

  /// The CRC of `length` bytes from `start` on; they must be in the file.
  int of(long start, long length) throws IOException {
    long end = start + length;
    long firstBlock = Math.ceilDiv(start - base, BLOCK_BYTES);
    long lastBlock = (end - base) / BLOCK_BYTES;
    if (lastBlock - firstBlock < 2) {
      return direct(start, length);
    }
    long from = base + firstBlock * BLOCK_BYTES;
    long to = base + lastBlock * BLOCK_BYTES;
    int blocks = prefix(lastBlock) ^ shift(prefix(firstBlock), to - from);
    int crc = combine(direct(start, from - start), blocks, to - from);
    return combine(crc, direct(to, end - to), end - to);
  }

  /// The CRC of the blocks before the given one.
  private int prefix(long block) throws IOException {
    for (; known <= block; known++) {
      if (known == prefixes.length) {
        prefixes = Arrays.copyOf(prefixes, 2 * known);
      }
      int next = direct(base + (known - 1L) * BLOCK_BYTES, BLOCK_BYTES);
      prefixes[known] = combine(prefixes[known - 1], next, BLOCK_BYTES);
    }
    return prefixes[(int) block];
  }

  private int direct(long start, long length) throws IOException {
    FileBytes.update(crc32, file, start, length);
    return (int) crc32.getValue();
  }

  /// The CRC of two byte strings, one behind the other.
  static int combine(int first, int second, long secondLength) {
    return shift(first, secondLength) ^ second;
  }

  /// What a CRC contributes once `bytes` more bytes stand behind its own.
  private static int shift(int crc, long bytes) {
    int power = ONE;
    int k = 3;
    for (long rest = bytes; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        power = multiply(SQUARES[k & 31], power);
      }
      k++;
    }
    return multiply(power, crc);
  }

  private static int multiply(int first, int second) {
    int product = 0;
    int factor = second;
    for (int mask = ONE; mask != 0; mask >>>= 1) {
      if ((first & mask) != 0) {
        product ^= factor;
      }
      factor = (factor & 1) != 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
    }
    return product;
  }

  private static int[] squares() {
    var squares = new int[32];
    int power = ONE >>> 1;
    for (int k = 0; k < squares.length; k++) {
      squares[k] = power;
      power = multiply(power, power);
    }
    return squares;
  }
}
