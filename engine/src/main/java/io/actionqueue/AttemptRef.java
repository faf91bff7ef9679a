package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import java.nio.ByteBuffer;
import java.util.Base64;

/// What fences a worker's messages about a run (S-50): a message counts only while this very
/// attempt is open and this very worker holds its lease.
///
/// @param runId the run
/// @param attemptId the attempt
/// @param actorId the worker
public record AttemptRef(RunId runId, AttemptId attemptId, ActorId actorId) {
  private static final int BYTES = 48;

  /// Reads a lease token.
  ///
  /// @throws InvalidValue kind `MalformedLeaseToken`
  public static AttemptRef ofToken(String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      throw malformed(token);
    }
    if (bytes.length != BYTES) {
      throw malformed(token);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new AttemptRef(
        new RunId(in.getLong(), in.getLong()),
        new AttemptId(in.getLong(), in.getLong()),
        new ActorId(in.getLong(), in.getLong()));
  }

  /// The three ids as one opaque text, the same before and after a restart. It proves nothing: who
  /// sends it must be known by other means.
  public String token() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(runId.high()).putLong(runId.low());
    out.putLong(attemptId.high()).putLong(attemptId.low());
    out.putLong(actorId.high()).putLong(actorId.low());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
  }

  private static InvalidValue malformed(String token) {
    return new InvalidValue("MalformedLeaseToken", "not a lease token: '" + token + "'");
  }
}
