package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Runs runs = new Runs();

  @Test
  void whoWasServedComesAfterWhoWasNot() {
    Turns turns = Turns.of(runs.state.extensions());
    long before = turns.turn(null);
    turns.served(runs.ready(0, 1, null));
    assertThat(turns.turn(null)).isGreaterThan(before);
  }

  @Test
  void nobodyTakesTurnsWhereNobodyShares() {
    Turns.NONE.served(runs.ready(0, 1, null));
    assertThat(Turns.NONE.turn(null)).isZero();
    assertThat(Turns.NONE.elsewhere()).isSameAs(Turns.NONE);
  }

  /// What would overflow after billions of starts begins again.
  @Test
  void turnsNeverRunOut() {
    long far = 10L << 32;
    Turns turns = Turns.of(runs.state.extensions(), far);
    var run = runs.ready(0, 1, null);
    for (int i = 0; i < 100; i++) {
      turns.served(run);
      assertThat(turns.turn(null)).isBetween(1L, far + (2L << 32));
    }
    assertThat(turns.epoch()).isEqualTo(9);
  }

  /// Those whom nobody looks for let the first of every other need go too.
  @Test
  void whoIsNotLookedForLetsOthersGo() {
    var waiters = new Waiters();
    var mail = Candidate.of(runs.ready(9, 1, null), SelectionOrder.DUE_TIME);
    waiters.add(mail);
    var let = new ArrayList<Candidate>();
    waiters.letGo(candidate -> {
      let.add(candidate);
      return false;
    });
    assertThat(let).containsExactly(mail);
    assertThat(waiters.isEmpty()).isTrue();
  }
}
