package io.actionqueue.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;

/// What the tests of derivation share.
final class Derivations {
  /// 2^64−1.
  static final long MAX = -1L;

  static final TaskId TASK = new TaskId(0, 1);
  static final TaskId NIL = new TaskId(0, 0);

  private Derivations() {}

  static Supplier<RunId> ids() {
    var random = new SplittableRandom(7);
    return () -> RunId.random(random::nextLong);
  }

  static RunPolicy repeat(long count, long interval) {
    return new RunPolicy.Repeat(count, interval);
  }

  static RunPolicy.Cron cron(Long maxOccurrences) {
    return new RunPolicy.Cron("* * * * * * *", maxOccurrences);
  }

  static Derivation.Derived derived(Derivation answer) {
    assertThat(answer).isInstanceOf(Derivation.Derived.class);
    return (Derivation.Derived) answer;
  }

  static List<Long> slots(Derivation answer) {
    return derived(answer).runs().stream().map(RunInstance::scheduledAt).toList();
  }

  static String overflow(Derivation answer, String policy) {
    return assertThat(answer)
        .asInstanceOf(InstanceOfAssertFactories.type(Derivation.ArithmeticOverflow.class))
        .returns(policy, Derivation.ArithmeticOverflow::policy)
        .returns("ArithmeticOverflow", Derivation.ArithmeticOverflow::kind)
        .returns("arithmetic_overflow", Derivation.ArithmeticOverflow::code)
        .actual()
        .message();
  }
}
