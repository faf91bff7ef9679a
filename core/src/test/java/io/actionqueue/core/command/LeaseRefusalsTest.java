package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static io.actionqueue.core.state.ReplayRefusal.LeaseAction.ACQUIRE;
import static io.actionqueue.core.state.ReplayRefusal.LeaseAction.EXPIRE;
import static io.actionqueue.core.state.ReplayRefusal.LeaseAction.HEARTBEAT;
import static io.actionqueue.core.state.ReplayRefusal.LeaseAction.RELEASE;

import io.actionqueue.core.command.LeaseRejection.LeaseAlreadyActive;
import io.actionqueue.core.command.LeaseRejection.LeaseExpiryMismatch;
import io.actionqueue.core.command.LeaseRejection.LeaseHeartbeatExpiryRegression;
import io.actionqueue.core.command.LeaseRejection.LeaseInvalidRunState;
import io.actionqueue.core.command.LeaseRejection.LeaseMissingActive;
import io.actionqueue.core.command.LeaseRejection.LeaseOwnerMismatch;
import io.actionqueue.core.command.LeaseRejection.LeaseUnknownRun;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.ReplayRefusal.LeaseAction;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Refusals about leases, in the order of spec 02 §4.4; the states are those of §6.7.
class LeaseRefusalsTest {
  private static final String OWNER = "worker-a";
  private static final long EXPIRY = 5000;

  @TestFactory
  List<DynamicTest> leases() {
    RefusalCases cases = RefusalCases.of(LeaseRejection.class);
    for (LeaseAction action : LeaseAction.values()) {
      cases.add("" + action, new Scene(), command(action, OWNER, EXPIRY), unknown(action));
      addStates(cases, action);
    }
    addAcquire(cases);
    addHolders(cases, HEARTBEAT);
    addHolders(cases, EXPIRE);
    addHolders(cases, RELEASE);
    addExpiries(cases);
    return cases.tests();
  }

  private static LeaseUnknownRun unknown(LeaseAction action) {
    return new LeaseUnknownRun(run(1), action);
  }

  private static LeaseCommand command(LeaseAction action, String owner, long expiry) {
    return switch (action) {
      case ACQUIRE -> new LeaseAcquire(run(1), owner, expiry, NOW);
      case HEARTBEAT -> new LeaseHeartbeat(run(1), owner, expiry, NOW);
      case EXPIRE -> new LeaseExpire(run(1), owner, expiry, NOW);
      case RELEASE -> new LeaseRelease(run(1), owner, expiry, NOW);
    };
  }

  private static void addStates(RefusalCases cases, LeaseAction action) {
    Set<RunState> possible =
        switch (action) {
          case ACQUIRE -> Set.of(READY, LEASED);
          case HEARTBEAT -> Set.of(LEASED, RUNNING);
          case EXPIRE, RELEASE -> Set.of(READY, LEASED, RUNNING);
        };
    for (RunState state : RunState.values()) {
      if (!possible.contains(state)) {
        cases.add(
            "02-S-11 " + action + " in " + state,
            in(state),
            command(action, OWNER, EXPIRY),
            new LeaseInvalidRunState(run(1), action, state));
      } else if (action != ACQUIRE) {
        cases.add(
            "02-S-8 A-352 " + action + " in " + state + " without lease",
            in(state),
            command(action, OWNER, EXPIRY),
            new LeaseMissingActive(run(1), action));
      }
    }
  }

  private static Scene in(RunState state) {
    return switch (state) {
      case SCHEDULED -> new Scene().scheduledRun(1);
      case READY -> new Scene().readyRun(1);
      case LEASED -> new Scene().readyRun(1).move(1, LEASED);
      case RUNNING -> new Scene().runningRun(1);
      case RETRY_WAIT -> new Scene().runningRun(1).move(1, RETRY_WAIT);
      case SUSPENDED -> new Scene().runningRun(1).move(1, SUSPENDED);
      case COMPLETED -> new Scene().completedTask(1);
      case FAILED -> new Scene().failedTask(1);
      case CANCELED -> new Scene().scheduledRun(1).move(1, CANCELED);
    };
  }

  private static Scene leased() {
    return new Scene()
        .readyRun(1)
        .with(new LeaseAcquire(run(1), OWNER, EXPIRY, NOW))
        .move(1, LEASED);
  }

  private static void addAcquire(RefusalCases cases) {
    Scene ready = new Scene().readyRun(1).with(new LeaseAcquire(run(1), OWNER, EXPIRY, NOW));
    cases
        .add("in Ready", ready, command(ACQUIRE, OWNER, EXPIRY), new LeaseAlreadyActive(run(1)))
        .add("in Leased", leased(), command(ACQUIRE, "b", 1), new LeaseAlreadyActive(run(1)))
        .add(
            "start of a run that another holds",
            ready,
            new StartRun(run(1), attempt(1), "worker-b", EXPIRY, EXPIRY - 1),
            new LeaseAlreadyActive(run(1)));
  }

  private static void addHolders(RefusalCases cases, LeaseAction action) {
    // The expiry is wrong as well; the owner comes first.
    cases.add(
        "02-S-7 A-351 " + action,
        leased(),
        command(action, "worker-b", EXPIRY - 1),
        new LeaseOwnerMismatch(run(1), action));
  }

  private static void addExpiries(RefusalCases cases) {
    cases
        .add(
            "shortened by a second",
            leased(),
            command(HEARTBEAT, OWNER, EXPIRY - 1),
            new LeaseHeartbeatExpiryRegression(run(1), EXPIRY, EXPIRY - 1))
        .add(
            "02-S-10 release",
            leased().with(command(HEARTBEAT, OWNER, 6000)),
            command(RELEASE, OWNER, EXPIRY),
            new LeaseExpiryMismatch(run(1), RELEASE, 6000, EXPIRY))
        .add(
            "expire with a later one",
            leased(),
            command(EXPIRE, OWNER, EXPIRY + 1),
            new LeaseExpiryMismatch(run(1), EXPIRE, EXPIRY, EXPIRY + 1));
  }
}
