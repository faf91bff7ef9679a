package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.run.RunState;
import java.nio.charset.StandardCharsets;

/// Ends the open attempt of a run with a suspension that only a decision ends (spec 03 §10.7): the
/// events of [FinishRun], and the gate's opening. Refused as [FinishRun].
///
/// @param finish the end of the attempt; its target is Suspended
/// @param gate the name of what the run waits for, 1 to 255 bytes of UTF-8
/// @param timestampMillis epoch milliseconds, unsigned
public record SuspendAtGate(FinishRun finish, String gate, long timestampMillis)
    implements BatchCommand {
  private static final int MAX_BYTES = 255;

  /// Checks target and name.
  ///
  /// @throws InvalidValue kind `OutcomeTargetMismatch` or `InvalidGate`
  public SuspendAtGate {
    if (finish.target() != RunState.SUSPENDED) {
      throw new InvalidValue(
          "OutcomeTargetMismatch",
          "a run that waits at a gate is Suspended, not " + finish.target().wireName());
    }
    checkName(gate);
  }

  /// Checks the name of a gate.
  ///
  /// @throws InvalidValue kind `InvalidGate`
  public static String checkName(String gate) {
    int length = gate.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_BYTES) {
      throw new InvalidValue(
          "InvalidGate", "the name of a gate has 1 to 255 bytes of UTF-8, was " + length);
    }
    return gate;
  }
}
