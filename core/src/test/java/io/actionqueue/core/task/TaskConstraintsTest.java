package io.actionqueue.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The rules of spec 02 §2.3 in their order.
class TaskConstraintsTest {
  private static final TaskConstraints DEFAULT = TaskConstraints.DEFAULT;

  private static void refuses(Runnable construction, String kind) {
    assertThatThrownBy(construction::run).extracting("kind").isEqualTo(kind);
  }

  private static TaskConstraints of(
      long maxAttempts, Long timeout, String key, List<String> capabilities) {
    return new TaskConstraints(
        maxAttempts, timeout, key, HoldPolicy.HOLD_DURING_RETRY, SafetyLevel.PURE, capabilities);
  }

  @Test
  @DisplayName("A-554: the defaults are valid")
  void defaultsAreThoseOfTheSpec() {
    assertThat(DEFAULT)
        .isEqualTo(of(1, null, null, null))
        .returns(HoldPolicy.HOLD_DURING_RETRY, TaskConstraints::holdPolicy)
        .returns(SafetyLevel.PURE, TaskConstraints::safetyLevel);
  }

  @Test
  void rulesAreCheckedInOrder() {
    refuses(() -> of(0, 0L, "", List.of()), "InvalidMaxAttempts");
    refuses(() -> of(1, 0L, "", List.of()), "ZeroTimeout");
    refuses(() -> of(1, 1L, "", List.of()), "EmptyConcurrencyKey");
    refuses(() -> of(1, 1L, "k", List.of()), "EmptyCapabilities");
    refuses(() -> of(1, 1L, "k", List.of("a", "")), "EmptyCapabilityEntry");
  }

  @Test
  @DisplayName("A-546, A-547: at least one attempt")
  void atLeastOneAttempt() {
    refuses(() -> of(0, null, null, null), "InvalidMaxAttempts");
    refuses(() -> DEFAULT.withMaxAttempts(0), "InvalidMaxAttempts");
    refuses(() -> DEFAULT.withMaxAttempts(1L << 32), "InvalidMaxAttempts");
    refuses(() -> DEFAULT.withMaxAttempts(-1), "InvalidMaxAttempts");
    assertThat(DEFAULT.maxAttempts()).isEqualTo(1);
    assertThat(DEFAULT.withMaxAttempts(0xffff_ffffL).maxAttempts()).isEqualTo(0xffff_ffffL);
  }

  @Test
  @DisplayName("A-548, A-549, A-550: a key is absent or not empty")
  void aKeyIsAbsentOrNotEmpty() {
    refuses(() -> of(1, null, "", null), "EmptyConcurrencyKey");
    refuses(() -> DEFAULT.withConcurrencyKey(""), "EmptyConcurrencyKey");
    TaskConstraints keyed = DEFAULT.withConcurrencyKey("customer:1");
    assertThat(keyed.concurrencyKey()).isEqualTo("customer:1");
    assertThat(keyed.withConcurrencyKey(null)).isEqualTo(DEFAULT);
  }

  @Test
  @DisplayName("A-551, A-552, A-553: a timeout is absent or at least a second")
  void aTimeoutIsAbsentOrAtLeastASecond() {
    refuses(() -> of(1, 0L, null, null), "ZeroTimeout");
    refuses(() -> DEFAULT.withTimeoutSecs(0L), "ZeroTimeout");
    assertThat(DEFAULT.withTimeoutSecs(30L).timeoutSecs()).isEqualTo(30);
    assertThat(DEFAULT.withTimeoutSecs(60L).withTimeoutSecs(null)).isEqualTo(DEFAULT);
    assertThat(DEFAULT.withTimeoutSecs(-1L).timeoutSecs()).isEqualTo(-1L);
  }

  @Test
  @DisplayName("A-554, A-555, A-556: capabilities are absent or all named")
  void capabilitiesAreAbsentOrAllNamed() {
    refuses(() -> DEFAULT.withRequiredCapabilities(List.of()), "EmptyCapabilities");
    refuses(() -> DEFAULT.withRequiredCapabilities(List.of("")), "EmptyCapabilityEntry");
    refuses(() -> DEFAULT.withRequiredCapabilities(List.of("gpu", "")), "EmptyCapabilityEntry");
    assertThat(DEFAULT.withRequiredCapabilities(List.of("gpu")).requiredCapabilities())
        .containsExactly("gpu");
    assertThat(DEFAULT.withRequiredCapabilities(List.of("cap1")).withRequiredCapabilities(null))
        .isEqualTo(DEFAULT);
  }

  @Test
  void capabilitiesAreCopied() {
    var given = new ArrayList<>(List.of("gpu"));
    TaskConstraints constraints = DEFAULT.withRequiredCapabilities(given);
    given.add("");

    assertThat(constraints.requiredCapabilities()).containsExactly("gpu");
  }

  @Test
  void theOtherFieldsAreFree() {
    TaskConstraints changed =
        DEFAULT
            .withHoldPolicy(HoldPolicy.RELEASE_ON_RETRY)
            .withSafetyLevel(SafetyLevel.TRANSACTIONAL);

    assertThat(changed.holdPolicy()).isEqualTo(HoldPolicy.RELEASE_ON_RETRY);
    assertThat(changed.safetyLevel()).isEqualTo(SafetyLevel.TRANSACTIONAL);
  }

  @Test
  @DisplayName("ordinals and JSON names are those of spec 02 §2.2")
  void namesAndOrdinalsAreFixed() {
    assertThat(HoldPolicy.values())
        .extracting(HoldPolicy::wireName)
        .containsExactly("HoldDuringRetry", "ReleaseOnRetry");
    assertThat(SafetyLevel.values())
        .extracting(SafetyLevel::wireName)
        .containsExactly("Pure", "Idempotent", "Transactional");
  }
}
