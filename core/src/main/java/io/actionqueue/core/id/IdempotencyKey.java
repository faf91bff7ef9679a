package io.actionqueue.core.id;

import io.actionqueue.core.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// A caller's name for a submission, under which it is made once however often it is sent (S-46).
///
/// The task's id is the UUID of version 5 (RFC 9562 §5.5) of the tenant's 16 bytes (zeros without
/// one) followed by the key's UTF-8 bytes, in the namespace that docs/format/events.md publishes.
///
/// @param text 1 to 255 bytes of UTF-8
public record IdempotencyKey(String text) {
  /// The namespace: 8f3f0b4e-6a55-5d4c-9a0e-2f6c1d7b9e31.
  public static final TaskId NAMESPACE = TaskId.parse("8f3f0b4e-6a55-5d4c-9a0e-2f6c1d7b9e31");

  private static final int MAX_BYTES = 255;

  /// Checks the length.
  ///
  /// @throws InvalidValue kind `InvalidIdempotencyKey`
  public IdempotencyKey {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_BYTES) {
      throw new InvalidValue(
          "InvalidIdempotencyKey",
          "idempotency key must have 1 to 255 bytes of UTF-8, has " + length);
    }
  }

  /// The id of the task that is submitted under this key.
  public TaskId taskId(@Nullable TenantId tenant) {
    MessageDigest digest = sha1();
    put(digest, NAMESPACE.high());
    put(digest, NAMESPACE.low());
    put(digest, tenant == null ? 0 : tenant.high());
    put(digest, tenant == null ? 0 : tenant.low());
    byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    long high = (number(hash, 0) & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long low = (number(hash, 8) & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new TaskId(high, low);
  }

  /// Whether a task's id may have been made of a key: it has the version of such ids.
  public static boolean isKeyed(TaskId id) {
    return ((id.high() >>> 12) & 0xf) == 5;
  }

  private static void put(MessageDigest digest, long number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      digest.update((byte) (number >>> shift));
    }
  }

  private static long number(byte[] bytes, int from) {
    long number = 0;
    for (int i = from; i < from + 8; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
