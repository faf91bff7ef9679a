package io.actionqueue.testkit.disk;

import java.io.IOException;

/// How one call fails.
///
/// A failed sync has the semantics of Linux: what was dirty counts as clean from then on, whether
/// or not it reached the device, so that a later sync succeeds without having written it. What did
/// reach the device is a matter of the crash state. Every other handle that was open at that time
/// fails its next sync as well; one that is opened later hears nothing.
///
/// @param effect how much of the call takes effect before it fails
/// @param bytes with [Effect#PARTIAL]: how many bytes of a write take effect
/// @param message what the thrown exception says
/// @param powerOff whether the power goes off with it, so that every later call fails too
public record Fault(Effect effect, int bytes, String message, boolean powerOff) {
  /// What Linux says for EIO.
  public static final String INPUT_OUTPUT_ERROR = "Input/output error";

  /// What Linux says for ENOSPC.
  public static final String NO_SPACE = "No space left on device";

  /// How much of a failing call takes effect.
  public enum Effect {
    /// Nothing.
    NONE,
    /// The first bytes of a write; nothing of any other call.
    PARTIAL,
    /// All of it: only the answer is lost.
    FULL
  }

  /// EIO without effect.
  public static Fault ioError() {
    return new Fault(Effect.NONE, 0, INPUT_OUTPUT_ERROR, false);
  }

  /// EIO after the first bytes of a write.
  public static Fault shortWrite(int bytes) {
    return new Fault(Effect.PARTIAL, bytes, INPUT_OUTPUT_ERROR, false);
  }

  /// ENOSPC after the first bytes of a write.
  public static Fault noSpace(int bytes) {
    return new Fault(Effect.PARTIAL, bytes, NO_SPACE, false);
  }

  /// EIO although the call took effect.
  public static Fault lostAnswer() {
    return new Fault(Effect.FULL, 0, INPUT_OUTPUT_ERROR, false);
  }

  /// The power goes off before the call: it and every later one fail.
  public static Fault powerCut() {
    return new Fault(Effect.NONE, 0, "the power is off", true);
  }

  /// How many bytes of a write take effect.
  int effectBytes(int length) {
    return switch (effect) {
      case NONE -> 0;
      case PARTIAL -> Math.min(bytes, length);
      case FULL -> length;
    };
  }

  IOException toException(DiskOperation operation) {
    return new IOException(message + " (injected at " + operation + ")");
  }
}
