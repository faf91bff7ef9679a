package io.actionqueue.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Output commit: nothing leaves before the sequence that it depends on is durable.
class EffectsTest {
  private final List<String> told = new ArrayList<>();

  private Effect effect(String name) {
    return new Effect() {
      @Override
      public void durable() {
        told.add(name);
      }

      @Override
      public void failed(long sequence, Throwable cause) {
        told.add(name + " failed at " + sequence + ": " + cause.getMessage());
      }
    };
  }

  @Test
  void effectsWaitForTheirSequenceAndKeepTheirOrder() {
    var effects = new Effects(0);
    effects.add(3, List.of(effect("a"), effect("b")));
    effects.add(5, List.of(effect("c")));
    effects.release(2);
    assertThat(told).isEmpty();
    effects.release(3);
    assertThat(told).containsExactly("a", "b");
    effects.release(9);
    assertThat(told).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsDurableAlreadyRunsAtOnce() {
    var effects = new Effects(7);
    effects.add(7, List.of(effect("a")));
    assertThat(told).containsExactly("a");
  }

  /// An answer that shows nothing new still waits behind an earlier one that is not durable.
  @Test
  void laterEffectsDoNotOvertake() {
    var effects = new Effects(0);
    effects.add(4, List.of(effect("a")));
    effects.add(4, List.of(effect("b")));
    assertThat(told).isEmpty();
    effects.release(4);
    assertThat(told).containsExactly("a", "b");
  }

  @Test
  void failureIsToldToAllWithTheFirstCause() {
    var effects = new Effects(0);
    effects.add(4, List.of(effect("a")));
    effects.fail(new IOException("first"));
    effects.fail(new IOException("second"));
    effects.add(6, List.of(effect("b")));
    assertThat(told).containsExactly("a failed at 4: first", "b failed at 6: first");
  }

  /// 02-P-7: sequences are unsigned, also past the middle of their range.
  @Test
  void sequencesAreUnsigned() {
    var effects = new Effects(Long.MAX_VALUE);
    effects.add(Long.MIN_VALUE, List.of(effect("a")));
    assertThat(told).isEmpty();
    effects.release(Long.MIN_VALUE);
    assertThat(told).containsExactly("a");
  }
}
