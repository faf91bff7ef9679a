package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.ActorEvent.ActorDeregistered;
import io.actionqueue.core.event.ActorEvent.ActorHeartbeat;
import io.actionqueue.core.event.ActorEvent.ActorRegistered;
import io.actionqueue.core.event.PlatformEvent.CapabilityGranted;
import io.actionqueue.core.event.PlatformEvent.CapabilityRevoked;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.event.PlatformEvent.RoleAssigned;
import io.actionqueue.core.event.PlatformEvent.TenantCreated;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.state.StateImage.Actor;
import io.actionqueue.core.state.StateImage.CapabilityGrant;
import io.actionqueue.core.state.StateImage.LedgerEntry;
import io.actionqueue.core.state.StateImage.RoleAssignment;
import io.actionqueue.core.state.StateImage.Tenant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Actors, tenants, rights and the ledger on replay (spec 02 §4.6, §6.4).
class ReplayPlatformTest {
  private static final ActorId ACTOR = new ActorId(6, 1);
  private static final TenantId TENANT = new TenantId(7, 1);
  private static final TenantId OTHER_TENANT = new TenantId(7, 2);

  @Nested
  class RegisteredActors {
    private final ActorRegistered registered =
        new ActorRegistered(ACTOR, "vessel-1", List.of("compute"), "ops", 30, TENANT, 5);

    private Actor actor(Long heartbeat, Long deregistered) {
      return new Actor(
          ACTOR, "vessel-1", List.of("compute"), "ops", 30, TENANT, 5, heartbeat, deregistered);
    }

    @Test
    @DisplayName("02-S-32, 02-W-10: the last heartbeat is kept, also through an image")
    void lastHeartbeatIsKept() {
      Replay replay = Replay.empty().apply(registered).apply(new ActorHeartbeat(ACTOR, 500));
      assertThat(replay.state.actor(ACTOR)).isEqualTo(actor(500L, null));
      assertThat(QueueState.of(replay.state.image()).actor(ACTOR)).isEqualTo(actor(500L, null));
    }

    @Test
    @DisplayName("INV-50: registering again replaces everything")
    void registeringAgainReplaces() {
      Replay replay =
          Replay.empty()
              .apply(registered)
              .apply(new ActorHeartbeat(ACTOR, 500))
              .apply(new ActorDeregistered(ACTOR, 600))
              .apply(new ActorHeartbeat(ACTOR, 700))
              .apply(new ActorDeregistered(ACTOR, 800));
      assertThat(replay.state.actor(ACTOR)).isEqualTo(actor(700L, 800L));
      replay.apply(registered);
      assertThat(replay.state.actor(ACTOR)).isEqualTo(actor(null, null));
      assertThat(replay.state.actors()).hasSize(1);
    }

    @Test
    @DisplayName("A-735, A-736: active once registered; inactive but known after it left")
    void activeUntilItLeaves() {
      Replay replay = Replay.empty().apply(registered);
      assertThat(replay.state.actor(ACTOR)).matches(Actor::isActive);
      replay.apply(new ActorDeregistered(ACTOR, 600));
      assertThat(replay.state.actor(ACTOR)).isNotNull().matches(actor -> !actor.isActive());
    }

    @Test
    void unknownActorsAreIgnored() {
      Replay replay =
          Replay.empty().apply(new ActorHeartbeat(ACTOR, 1)).apply(new ActorDeregistered(ACTOR, 1));
      assertThat(replay.state.actors()).isEmpty();
      assertThat(replay.state.actor(ACTOR)).isNull();
    }
  }

  @Nested
  class TenantsAndRights {
    @Test
    @DisplayName("A-748, A-749: a tenant is found with its name, another is not")
    void aTenantIsFound() {
      Replay replay = Replay.empty().apply(new TenantCreated(TENANT, "Acme", 1));
      assertThat(replay.state.tenant(TENANT)).isEqualTo(new Tenant(TENANT, "Acme", 1));
      assertThat(replay.state.tenant(OTHER_TENANT)).isNull();
    }

    @Test
    void aTenantIsReplaced() {
      Replay replay =
          Replay.empty()
              .apply(new TenantCreated(TENANT, "Acme", 1))
              .apply(new TenantCreated(OTHER_TENANT, "Other", 2))
              .apply(new TenantCreated(TENANT, "Acme GmbH", 3));
      assertThat(replay.state.tenants())
          .containsExactly(
              new Tenant(TENANT, "Acme GmbH", 3), new Tenant(OTHER_TENANT, "Other", 2));
      assertThat(replay.state.tenant(new TenantId(0, 0))).isNull();
    }

    @Test
    @DisplayName("INV-52: the latest role counts, one for each tenant")
    void theLatestRoleCounts() {
      Replay replay =
          Replay.empty()
              .apply(new RoleAssigned(ACTOR, Role.OPERATOR, TENANT, 1))
              .apply(new RoleAssigned(ACTOR, Role.AUDITOR, OTHER_TENANT, 2))
              .apply(new RoleAssigned(ACTOR, new Role.Custom("boss"), TENANT, 3));
      assertThat(replay.state.roles())
          .containsExactly(
              new RoleAssignment(ACTOR, new Role.Custom("boss"), TENANT, 3),
              new RoleAssignment(ACTOR, Role.AUDITOR, OTHER_TENANT, 2));
      assertThat(replay.state.role(ACTOR, OTHER_TENANT))
          .isEqualTo(new RoleAssignment(ACTOR, Role.AUDITOR, OTHER_TENANT, 2));
      assertThat(replay.state.role(new ActorId(0, 0), TENANT)).isNull();
    }

    @Test
    @DisplayName("INV-51: the latest of grant and revocation counts")
    void theLatestOfGrantAndRevocationCounts() {
      Replay replay =
          Replay.empty()
              .apply(new CapabilityRevoked(ACTOR, Capability.CAN_SUBMIT, TENANT, 1))
              .apply(new CapabilityGranted(ACTOR, Capability.CAN_SUBMIT, TENANT, 2));
      assertThat(replay.state.hasCapability(ACTOR, Capability.CAN_SUBMIT, TENANT)).isTrue();
      replay.apply(new CapabilityRevoked(ACTOR, Capability.CAN_SUBMIT, TENANT, 3));
      assertThat(replay.state.hasCapability(ACTOR, Capability.CAN_SUBMIT, TENANT)).isFalse();
      assertThat(replay.state.grants())
          .containsExactly(new CapabilityGrant(ACTOR, Capability.CAN_SUBMIT, TENANT, 2, 3L));
      replay.apply(new CapabilityGranted(ACTOR, Capability.CAN_SUBMIT, TENANT, 4));
      assertThat(replay.state.grant(ACTOR, Capability.CAN_SUBMIT, TENANT))
          .isEqualTo(new CapabilityGrant(ACTOR, Capability.CAN_SUBMIT, TENANT, 4, null));
    }

    @Test
    void aCustomCapabilityNamedLikeABuiltInOneIsAnother() {
      Replay replay =
          Replay.empty()
              .apply(new CapabilityGranted(ACTOR, new Capability.Custom("CanSubmit"), TENANT, 1));
      assertThat(replay.state.hasCapability(ACTOR, Capability.CAN_SUBMIT, TENANT)).isFalse();
      assertThat(replay.state.hasCapability(ACTOR, new Capability.Custom("CanSubmit"), TENANT))
          .isTrue();
    }
  }

  @Nested
  class Ledger {
    private LedgerEntryAppended appended(long id, TenantId tenant, String key, long timestamp) {
      return new LedgerEntryAppended(
          new LedgerEntryId(8, id), tenant, key, null, Bytes.utf8("p" + timestamp), timestamp);
    }

    private LedgerEntry entry(long id, TenantId tenant, String key, long timestamp) {
      return new LedgerEntry(
          new LedgerEntryId(8, id), tenant, key, null, Bytes.utf8("p" + timestamp), timestamp);
    }

    @Test
    @DisplayName("INV-53: entries stay in order of appending, found by id and by list")
    void entriesStayInOrder() {
      Replay replay =
          Replay.empty()
              .apply(appended(1, TENANT, "audit", 10))
              .apply(appended(2, TENANT, "memo", 11))
              .apply(appended(3, OTHER_TENANT, "audit", 12))
              .apply(appended(4, TENANT, "audit", 13));
      assertThat(replay.state.ledger())
          .extracting(entry -> entry.entryId().low())
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(replay.state.ledger(TENANT, "audit"))
          .containsExactly(entry(1, TENANT, "audit", 10), entry(4, TENANT, "audit", 13));
      assertThat(replay.state.ledger(TENANT, "none")).isEmpty();
      assertThat(replay.state.ledgerEntry(new LedgerEntryId(8, 3)))
          .isEqualTo(entry(3, OTHER_TENANT, "audit", 12));
      assertThat(replay.state.ledgerEntry(new LedgerEntryId(8, 9))).isNull();
    }

    @Test
    @DisplayName(
        "A-743, A-744, A-745, A-746, A-747: length, by key, by tenant, by id, and what is not there")
    void entriesAreFound() {
      Replay replay =
          Replay.empty()
              .apply(appended(1, TENANT, "audit", 10))
              .apply(appended(2, TENANT, "decision", 11))
              .apply(appended(3, OTHER_TENANT, "audit", 12));
      QueueState state = replay.state;
      assertThat(state.ledger()).hasSize(3);
      assertThat(state.ledgerOfKey("audit")).hasSize(2);
      assertThat(state.ledgerOfKey("decision")).hasSize(1);
      assertThat(state.ledgerOfTenant(TENANT)).hasSize(2);
      assertThat(state.ledgerOfTenant(OTHER_TENANT)).hasSize(1);
      assertThat(state.ledgerEntry(new LedgerEntryId(8, 2)))
          .isEqualTo(entry(2, TENANT, "decision", 11));
      assertThat(state.ledgerEntry(new LedgerEntryId(8, 9))).isNull();
      assertThat(state.ledgerOfKey("none")).isEmpty();
      assertThat(state.ledgerOfTenant(new TenantId(0, 0))).isEmpty();
    }

    @Test
    @DisplayName("02-W-17: replay keeps a repeated id, the first entry is found by it")
    void aRepeatedIdIsKept() {
      Replay replay =
          Replay.empty()
              .apply(appended(1, TENANT, "audit", 10))
              .apply(appended(1, TENANT, "audit", 11));
      assertThat(replay.state.ledger()).hasSize(2);
      assertThat(replay.state.ledgerEntry(new LedgerEntryId(8, 1)))
          .isEqualTo(entry(1, TENANT, "audit", 10));
    }
  }
}
