package io.actionqueue.simulation;

import io.actionqueue.LedgerRequest;
import io.actionqueue.Permission;
import io.actionqueue.Platform;
import io.actionqueue.SubmitResult;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/// Those who found tenants, give and take rights, keep ledgers, and have failed runs done again.
final class Offices {
  private static final List<Capability> RIGHTS =
      List.of(
          Capability.CAN_SUBMIT,
          Capability.CAN_APPROVE,
          Capability.CAN_CANCEL,
          Capability.CAN_OPERATE,
          Capability.CAN_EXECUTE);

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Workload workload;
  private final Life life;

  Offices(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
    workload = cast.workload();
  }

  /// In half of the stories, and where tenants share, there are tenants from the beginning, with
  /// people who have rights.
  void open() {
    if (random.coin() && !known.settings.selection().shared()) {
      return;
    }
    for (int number = 0; number < 2 && !life.isDown(); number++) {
      TenantId tenant = Workload.tenant(number);
      life.answer(life.call().platform().createTenant(tenant, "tenant"));
      if (known.settings.selection().shared() && !life.isDown()) {
        life.answer(life.call().limits().weight(tenant, random.between(1, 4)));
      }
      letWork(number);
      for (int i = random.between(1, 6); i > 0 && !life.isDown(); i--) {
        Platform platform = life.call().platform();
        ActorId actor = actor(random);
        life.answer(platform.assignRole(actor, random.pick(Role.OPERATOR, Role.AUDITOR), tenant));
        life.answer(life.call().platform().grant(actor, random.pick(RIGHTS), tenant));
      }
    }
  }

  /// Mostly the tenant's worker may work in its own name.
  private void letWork(int number) {
    if (life.isDown() || !random.chance(3, 4)) {
      return;
    }
    ActorId worker = Enrolment.ofTenant(number);
    TenantId tenant = Workload.tenant(number);
    life.answer(life.call().platform().assignRole(worker, Role.OPERATOR, tenant));
    if (!life.isDown()) {
      life.answer(life.call().platform().grant(worker, Capability.CAN_EXECUTE, tenant));
    }
  }

  /// One of them does something.
  void act() {
    known.beginStep();
    switch (random.below(8)) {
      case 0, 1 -> found();
      case 2, 3 -> right();
      case 4, 5 -> write();
      default -> redrive();
    }
  }

  /// One of two actors.
  static ActorId actor(SeededRandom chooser) {
    return new ActorId(0x4000L, 0x8000_0000_0000_0000L + chooser.between(1, 2));
  }

  private TenantId tenant() {
    return Workload.tenant(random.below(2));
  }

  private void found() {
    TenantId id = tenant();
    boolean there = known.state.tenant(id) != null;
    boolean made = life.answer(life.call().platform().createTenant(id, "tenant")) != null;
    verdicts.expect("03 §10.5", life.isDown() || made != there, () -> id + " was founded: " + made);
  }

  private void right() {
    boolean ofWorkers = random.chance(2, 5);
    ActorId actor = ofWorkers ? Enrolment.ofTenant(random.below(2)) : actor(random);
    TenantId tenant = tenant();
    Capability capability = ofWorkers ? Capability.CAN_EXECUTE : random.pick(RIGHTS);
    Platform platform = life.call().platform();
    switch (random.below(3)) {
      case 0 -> life.answer(platform.assignRole(actor, Role.OPERATOR, tenant));
      case 1 -> life.answer(platform.grant(actor, capability, tenant));
      default -> life.answer(platform.revoke(actor, capability, tenant));
    }
    if (life.isDown() || known.state.tenant(tenant) == null) {
      return;
    }
    Permission told = life.answer(platform.check(actor, capability, tenant));
    Permission expected = life.platform().permission(actor, capability, tenant);
    verdicts.expect(
        "RT-47",
        told == null || told == expected,
        () -> actor + " in " + tenant + " for " + capability + ": " + told + ", is " + expected);
  }

  private void write() {
    TenantId tenant = tenant();
    var id = new LedgerEntryId(0x4000L, 0x8000_0000_0000_0000L + random.below(40));
    boolean refused = known.state.tenant(tenant) == null || known.state.ledgerEntry(id) != null;
    var view =
        life.answer(
            life.call()
                .ledger()
                .append(LedgerRequest.of(tenant, "audit").id(id).payload("entry " + id)));
    verdicts.expect(
        "RT-48", life.isDown() || (view == null) == refused, () -> id + " was told " + view);
  }

  /// 03-W-42: only failed runs, each by one task at a time.
  private void redrive() {
    List<RunEntry> failed = new ArrayList<>();
    for (RunEntry run : known.state.runs()) {
      if (run.state() == RunState.FAILED || random.chance(1, 40)) {
        failed.add(run);
      }
    }
    if (failed.isEmpty()) {
      return;
    }
    RunEntry run = random.pick(failed);
    boolean busy =
        known.state.extensions().redrivesOf(run.id()).stream()
            .anyMatch(id ->
                known.state.task(id) instanceof TaskEntry other
                    && other.outcome() == TaskEntry.Outcome.OPEN);
    boolean may = run.state() == RunState.FAILED && !busy;
    SubmitResult result = life.answer(life.call().deadLetters().redrive(run.id()));
    verdicts.expect(
        "03-W-42",
        result == null || (result instanceof SubmitResult.Accepted) == may,
        () -> run.id() + " in " + run.state() + " was done again: " + result);
    if (result instanceof SubmitResult.Accepted accepted) {
      workload.redriven(accepted.taskId());
    }
  }
}
