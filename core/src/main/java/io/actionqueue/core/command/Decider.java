package io.actionqueue.core.command;

import io.actionqueue.core.state.QueueState;
import org.jspecify.annotations.Nullable;

/// Decides about commands: a pure function of the state and the command.
///
/// Whatever it accepts passes [QueueState#check] event by event when it is applied at once
/// (02-INV-16); whatever it refuses has changed nothing. It reads no clock: instants come in with
/// the commands.
public final class Decider {
  private Decider() {}

  /// Decides about a command.
  ///
  /// @param state what is decided upon; not changed
  /// @param expectedSequence the sequence that the caller expects its first event to get, null if
  ///   any will do; checked before everything else
  /// @param command the proposal
  public static Decision decide(
      QueueState state, @Nullable Long expectedSequence, Command command) {
    throw new UnsupportedOperationException();
  }
}
