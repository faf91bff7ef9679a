package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The ranges of the engine's options (catalogue §42).
class ActionQueueOptionsTest {
  private final ActionQueueOptions options = ActionQueueOptions.at(Path.of("data"));

  @Test
  @DisplayName("A-560: the defaults are valid and open an engine")
  void defaultsAreValid() {
    var world = World.at(1);
    assertThat(world.openWith(defaults -> defaults).status().phase())
        .isEqualTo(EngineStatus.Phase.RUNNING);
    world.close();
    assertThat(options.leaseTimeoutSecs).isEqualTo(300);
    assertThat(options.snapshotEventThreshold).hasValue(10_000);
    assertThat(options.dispatchConcurrency).isEqualTo(64);
  }

  @Test
  @DisplayName("A-561: the data directory must not be empty")
  void emptyDirectoryIsRefused() {
    assertRefused("EmptyDataDir", () -> ActionQueueOptions.at(Path.of("")));
  }

  @Test
  @DisplayName("A-564: a snapshot threshold of 0 is refused, none at all is fine")
  void snapshotThresholdIsAtLeastOne() {
    assertRefused(
        "ZeroSnapshotEventThreshold", () -> options.snapshotEventThreshold(OptionalLong.of(0)));
    assertThatCode(() -> options.snapshotEventThreshold(OptionalLong.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("A-565, A-566: a lease lasts 3 to 86,400 seconds")
  void leaseHasARange() {
    assertRefused("LeaseTimeoutTooLow", () -> options.leaseTimeoutSecs(2));
    assertRefused("LeaseTimeoutTooHigh", () -> options.leaseTimeoutSecs(86_401));
    assertThat(options.leaseTimeoutSecs(3).leaseTimeoutSecs).isEqualTo(3);
    assertThat(options.leaseTimeoutSecs(86_400).leaseTimeoutSecs).isEqualTo(86_400);
  }

  private static void assertRefused(String kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidValue.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
  }
}
