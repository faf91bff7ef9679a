package io.actionqueue.server.actions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keeps the beginning and the end of a stream whose middle may be any length, and says how much
/// was cut. Written by one thread; read after that thread has ended or been given up.
final class BoundedText {
  /// How much is kept in all.
  static final int LIMIT = 64 << 10;

  private static final int HALF = LIMIT / 2;

  private final byte[] head = new byte[HALF];
  private final byte[] tail = new byte[HALF];
  private long total;

  /// Reads a stream to its end.
  void readAll(InputStream in) throws IOException {
    var buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      append(buffer, read);
    }
  }

  /// Adds the first `length` bytes of a buffer.
  synchronized void append(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (total < HALF) {
        head[(int) total] = buffer[i];
      } else {
        tail[(int) ((total - HALF) % HALF)] = buffer[i];
      }
      total++;
    }
  }

  /// What was kept, with a mark where something was cut. Bytes that are not UTF-8 become the
  /// replacement character.
  synchronized String text() {
    String beginning = utf8(Arrays.copyOf(head, (int) Math.min(total, HALF)));
    return beginning + (total > LIMIT ? "\n[" + (total - LIMIT) + " bytes cut]\n" : "") + ending();
  }

  private String ending() {
    long inTail = total - HALF;
    if (inTail <= 0) {
      return "";
    }
    if (inTail <= HALF) {
      return utf8(Arrays.copyOf(tail, (int) inTail));
    }
    int oldest = (int) (inTail % HALF);
    var ordered = new byte[HALF];
    System.arraycopy(tail, oldest, ordered, 0, HALF - oldest);
    System.arraycopy(tail, 0, ordered, HALF - oldest, oldest);
    return utf8(ordered);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
