package io.actionqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.SequenceRejection.NonMonotonicSequence;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.state.QueueState;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random commands on random reachable states: what is accepted can be applied and replayed, what
/// is refused changes nothing (02-INV-10, INV-13 to INV-20, INV-24).
class DecisionProperty {
  /// More of them: `-Dactionqueue.seeds=1000`.
  private static final int SEEDS = Integer.getInteger("actionqueue.seeds", 40);

  private static final int STEPS = 250;

  /// Goal: totality, refusals without effect, and the invariants of every state on the way. Method:
  /// one long random session a seed; the seed stands in every failure.
  @Test
  void whatIsAcceptedAppliesAndWhatIsRefusedChangesNothing() {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      session(seed, outcomes);
    }
    assertThat(outcomes).as("a useful mix of %s", outcomes).hasSizeGreaterThan(120);
  }

  /// Goal: totality also where an old log has left what commands no longer make. Method: raw events
  /// that replay accepts, then commands.
  @Test
  void whatIsAcceptedAppliesAlsoAfterALogOfTheOriginal() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var random = new SplittableRandom(-seed);
      Scene scene = OldLog.grow(random, 8 * STEPS);
      var commands = new RandomCommands(random, scene.state());
      for (int step = 0; step < STEPS / 2; step++) {
        Command command = commands.next();
        step(scene, command, "seed " + -seed + ", step " + step + ": " + command);
      }
    }
  }

  private static void session(long seed, Map<String, Integer> outcomes) {
    Scene scene = new Scene();
    var random = new SplittableRandom(seed);
    var commands = new RandomCommands(random, scene.state());
    for (int step = 0; step < STEPS; step++) {
      Command command = commands.next();
      String label = "seed " + seed + ", step " + step + ": " + command;
      outcomes.merge(
          command.getClass().getSimpleName() + " " + step(scene, command, label), 1, Integer::sum);
      try {
        Reachable.check(scene.state());
      } catch (AssertionError e) {
        throw new AssertionError(label, e);
      }
    }
    assertThat(scene.replayed().image())
        .as("INV-17 seed %d", seed)
        .isEqualTo(scene.state().image());
  }

  /// The state as of a snapshot decides alike. After an old log in which time ran backwards it need
  /// not: whether an attempt is of this Running period is then told by instants (spec 02 §7.2).
  private static void checkOnSnapshot(QueueState state, Command command, String label) {
    assertThat(Decider.decide(QueueState.of(state.image()), null, command))
        .as("INV-20 %s", label)
        .isEqualTo(Decider.decide(state, null, command));
  }

  /// One command on a scene: the outcome's name, or an error that names the broken promise.
  static String step(Scene scene, Command command, String label) {
    QueueState state = scene.state();
    String before = state.digest();
    long next = state.latestSequence() + 1;
    Decision decision = Decider.decide(state, next, command);
    assertThat(state.digest()).as("deciding changes nothing, %s", label).isEqualTo(before);
    assertThat(Decider.decide(state, next + 1, command))
        .as("INV-13 %s", label)
        .isEqualTo(Answer.reject(new NonMonotonicSequence(next, next + 1)));
    return switch (decision) {
      case Decision.Rejected(var rejection) -> rejection.kind();
      case Decision.Accepted(var events) -> {
        assertThat(command instanceof BatchCommand || events.size() == 1)
            .as("INV-15 %s", label)
            .isTrue();
        apply(scene, events, label);
        assertThat(state.latestSequence()).isEqualTo(next - 1 + events.size());
        yield "accepted";
      }
    };
  }

  private static void apply(Scene scene, List<Event> events, String label) {
    try {
      events.forEach(scene::replay);
    } catch (AssertionError e) {
      throw new AssertionError("INV-16 " + label, e);
    }
  }
}
