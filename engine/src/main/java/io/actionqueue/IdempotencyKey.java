package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Task ids derived from idempotency keys (S-46): UUID version 5 (RFC 9562 §5.5) of the tenant's 16
/// bytes (zeros without one) followed by the key's UTF-8 bytes, in the namespace that
/// docs/format/events.md publishes.
final class IdempotencyKey {
  /// The namespace: 8f3f0b4e-6a55-5d4c-9a0e-2f6c1d7b9e31.
  static final TaskId NAMESPACE = TaskId.parse("8f3f0b4e-6a55-5d4c-9a0e-2f6c1d7b9e31");

  private static final int MAX_BYTES = 255;

  private IdempotencyKey() {}

  static void check(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_BYTES) {
      throw new InvalidValue(
          "InvalidIdempotencyKey",
          "idempotency key must have 1 to 255 bytes of UTF-8, has " + length);
    }
  }

  static TaskId taskId(@Nullable TenantId tenant, String key) {
    check(key);
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    var input = ByteBuffer.allocate(32 + text.length);
    input.putLong(NAMESPACE.high()).putLong(NAMESPACE.low());
    input.putLong(tenant == null ? 0 : tenant.high()).putLong(tenant == null ? 0 : tenant.low());
    input.put(text);
    var digest = ByteBuffer.wrap(sha1().digest(input.array()));
    long high = (digest.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new TaskId(high, low);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
