package io.actionqueue.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Several concurrency keys of a task (03-W-47).
class TaskKeysTest {
  private static TaskPolicy further(String... keys) {
    return TaskPolicy.NONE.withFurtherKeys(List.of(keys));
  }

  private static void refuses(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(InvalidValue.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void theFirstKeyIsThatOfTheConstraints() {
    assertThat(TaskPolicy.NONE.keys(null)).isEmpty();
    assertThat(TaskPolicy.NONE.keys("a")).containsExactly("a");
    assertThat(further("c", "b").keys("a")).containsExactly("a", "c", "b");
    assertThat(further("b").keys(null)).isEmpty();
    assertThat(further("b").isNone()).isFalse();
  }

  @Test
  void keysAreEightAtMostDifferentAndNotEmpty() {
    List<String> seven = IntStream.range(0, 7).mapToObj(i -> "k" + i).toList();
    List<String> eight = IntStream.range(0, 8).mapToObj(i -> "k" + i).toList();
    assertThat(TaskPolicy.NONE.withFurtherKeys(seven).keys("first")).hasSize(TaskPolicy.MAX_KEYS);
    refuses("invalid_concurrency_keys", () -> TaskPolicy.NONE.withFurtherKeys(eight));
    refuses("invalid_concurrency_keys", () -> further("a", "b", "a"));
    refuses("empty_concurrency_key", () -> further("a", ""));
  }

  @Test
  void furtherKeysComeBesideAFirstOtherOne() {
    further("a").checkKeys("b");
    TaskPolicy.NONE.checkKeys(null);
    TaskPolicy.NONE.checkKeys("a");
    refuses("invalid_concurrency_keys", () -> further("a").checkKeys(null));
    refuses("invalid_concurrency_keys", () -> further("a", "b").checkKeys("b"));
  }
}
