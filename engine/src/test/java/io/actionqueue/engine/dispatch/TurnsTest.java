package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.RunEntry;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final TenantId A = new TenantId(7, 1);
  private static final TenantId B = new TenantId(7, 2);

  private final Runs runs = new Runs();

  @Test
  void whoWasServedComesAfterWhoWasNot() {
    Turns turns = Turns.of(runs.state.extensions());
    long before = turns.turn(null);
    turns.served(runs.ready(0, 1, null), true);
    assertThat(turns.turn(null)).isGreaterThan(before);
  }

  @Test
  void aTurnIsHadWhenARunIsLetGoAndNotOnceMoreWhenItStarts() {
    Turns turns = Turns.of(runs.state.extensions());
    RunEntry run = runs.ofTenant(A);
    turns.letGo(run);
    long after = turns.turn(A);
    assertThat(after).isGreaterThan(turns.turn(B));
    assertThat(turns.ahead()).isOne();
    turns.served(run, true);
    assertThat(turns.turn(A)).isEqualTo(after);
    assertThat(turns.ahead()).isZero();
    turns.notServed(run);
    assertThat(turns.turn(A)).as("what was had is not given back").isEqualTo(after);
  }

  @Test
  void aTurnIsGivenBackOnceIfTheRunDoesNotStart() {
    Turns turns = Turns.of(runs.state.extensions());
    RunEntry run = runs.ofTenant(A);
    turns.served(runs.ofTenant(A), false);
    long before = turns.turn(A);
    turns.letGo(run);
    turns.notServed(run);
    turns.notServed(run);
    assertThat(turns.turn(A)).isEqualTo(before);
    assertThat(turns.ahead()).isZero();
  }

  /// Who has nothing to do does not save up; who waits in line does, when others start before it
  /// that never stood there.
  @Test
  void whoStartsOutOfTurnTakesNothingFromThoseThatWait() {
    Turns turns = Turns.of(runs.state.extensions());
    long before = turns.turn(B);
    for (int i = 0; i < 3; i++) {
      turns.served(runs.ofTenant(A), false);
    }
    assertThat(turns.turn(B)).isEqualTo(before);
    turns.served(runs.ofTenant(A), true);
    assertThat(turns.turn(B)).isGreaterThan(before);
  }

  @Test
  void nobodyTakesTurnsWhereNobodyShares() {
    Turns.NONE.served(runs.ready(0, 1, null), true);
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
      turns.served(run, true);
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
