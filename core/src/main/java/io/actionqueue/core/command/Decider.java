package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.ReplayRefusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about commands: a pure function of the state and the command.
///
/// Whatever it accepts passes [QueueState#check] event by event when it is applied at once
/// (02-INV-16); whatever it refuses has changed nothing. It reads no clock: instants come in with
/// the commands.
public final class Decider {
  private static final long LAST_SEQUENCE = -1L; // 2^64 − 1, unsigned

  private Decider() {}

  /// Decides about a command.
  ///
  /// @param state what is decided upon; not changed
  /// @param expectedSequence the sequence that the caller expects its first event to get, null if
  ///   any will do; checked before everything else
  /// @param command the proposal
  public static Decision decide(
      QueueState state, @Nullable Long expectedSequence, Command command) {
    long latest = state.latestSequence();
    if (latest == LAST_SEQUENCE) {
      return Answer.reject(new SequenceRejection.SequenceOverflow());
    }
    if (expectedSequence != null && expectedSequence != latest + 1) {
      return Answer.reject(
          new SequenceRejection.NonMonotonicSequence(latest + 1, expectedSequence));
    }
    Decision decision = decide(state, command);
    return switch (decision) {
      case Decision.Rejected _ -> decision;
      case Decision.Accepted(var events) -> {
        Rejection refusal = refusal(state, events);
        yield refusal == null ? decision : Answer.reject(refusal);
      }
    };
  }

  private static Decision decide(QueueState state, Command command) {
    return switch (command) {
      case TaskCommand task -> TaskDecider.decide(state, task);
      case RunCommand run -> RunDecider.decide(state, run);
      case AttemptCommand attempt -> AttemptDecider.decide(state, attempt);
      case LeaseCommand lease -> LeaseDecider.decide(state, lease);
      case EngineCommand engine -> EngineDecider.decide(state, engine);
      case BudgetCommand budget -> BudgetDecider.decide(state, budget);
      case SubscriptionCommand subscription -> SubscriptionDecider.decide(state, subscription);
      case ActorCommand actor -> ActorDecider.decide(state, actor);
      case PlatformCommand platform -> PlatformDecider.decide(state, platform);
      case ExtensionCommand extension -> ExtensionDecider.decide(state, extension);
      case BatchCommand batch -> BatchDecider.decide(state, batch);
    };
  }

  /// Room for all sequences, and replay's own word on the first event (02 §5.6, P-2). Later events
  /// of a batch can only be asked about once the earlier ones are applied.
  private static @Nullable Rejection refusal(QueueState state, List<Event> events) {
    if (events.isEmpty()) {
      return null;
    }
    long latest = state.latestSequence();
    if (Long.compareUnsigned(LAST_SEQUENCE - latest, events.size()) < 0) {
      return new SequenceRejection.SequenceOverflow();
    }
    ReplayRefusal refusal = state.check(latest + 1, events.getFirst());
    return refusal == null
        ? null
        : new SequenceRejection.NotReplayable(refusal.detail(), refusal.message());
  }
}
