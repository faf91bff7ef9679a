package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.assertRefused;
import static io.actionqueue.Crew.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.platform.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The ledgers of tenants (spec 03 §10.6, S-20, S-49).
class LedgerTest {
  @RegisterExtension final World world = World.at(9000);

  private ActionQueue queue;

  @BeforeEach
  void oneTenant() {
    open();
    queue.platform().createTenant(tenant(1), "Acme").join();
    queue.platform().createTenant(tenant(2), "Other").join();
  }

  private void open() {
    queue = world.openWith(options -> options.snapshotEventThreshold(OptionalLong.of(4)));
  }

  private static LedgerEntryId id(int number) {
    return new LedgerEntryId(0x4000L, 0x8000_0000_0000_0000L + number);
  }

  private void append(int number) {
    String key = number % 2 == 0 ? "audit" : "decision";
    var request =
        LedgerRequest.of(tenant(1), key)
            .id(id(number))
            .payload("payload-" + number)
            .occurredAtMillis((1000 + number) * 1000L);
    queue.ledger().append(request).join();
  }

  private long count(LedgerQuery query) {
    return queue.ledger().page(query).join().total();
  }

  /// A-136, 03-W-36: both instants are there before and after restarts, from the log and from a
  /// snapshot.
  @Test
  void entriesSurviveWithBothInstants() {
    for (int i = 0; i < 5; i++) {
      append(i);
    }
    checkFive();
    world.kill();
    world.time.advanceSeconds(50);
    open();
    checkFive();
    queue.tick(); // writes a snapshot
    world.close();
    assertThat(world.loadReport().snapshotEventsApplied()).isPositive();
    open();
    checkFive();
  }

  private void checkFive() {
    assertThat(count(LedgerQuery.FIRST)).isEqualTo(5);
    assertThat(count(new LedgerQuery(1, 0, null, "audit"))).isEqualTo(3);
    assertThat(count(new LedgerQuery(1, 0, tenant(1), "decision"))).isEqualTo(2);
    assertThat(count(new LedgerQuery(1, 0, tenant(1), null))).isEqualTo(5);
    assertThat(count(new LedgerQuery(1, 0, tenant(2), null))).isZero();
    for (int i = 0; i < 5; i++) {
      LedgerView entry = queue.ledger().entry(id(i)).join().orElseThrow();
      assertThat(entry.payload().toUtf8()).isEqualTo("payload-" + i);
      assertThat(entry.occurredAtMillis()).isEqualTo((1000 + i) * 1000L);
      assertThat(entry.recordedAt()).isEqualTo(9000);
    }
    assertThat(queue.ledger().entry(id(9)).join()).isEmpty();
  }

  /// bytes, key and tenant come back as they were.
  @Test
  void payloadComesBackExactly() {
    var request =
        LedgerRequest.of(tenant(1), "audit").id(id(1)).actor(actor(3)).payload("élève \u0000 ✓");
    LedgerView entry = queue.ledger().append(request).join();
    world.kill();
    open();
    assertThat(queue.ledger().entry(id(1)).join()).contains(entry);
    assertThat(entry.payload()).isEqualTo(Bytes.utf8("élève \u0000 ✓"));
    assertThat(entry.key()).isEqualTo("audit");
    assertThat(entry.tenant()).isEqualTo(tenant(1));
    assertThat(entry.actor()).isEqualTo(actor(3));
    assertThat(entry.occurredAtMillis()).isEqualTo(9_000_000);
  }

  /// 03-W-36: ids are taken once, and only tenants that exist have a ledger.
  @Test
  void duplicatesAndUnknownTenantsAreRefused() {
    append(1);
    long before = queue.stats().join().latestSequence();
    assertRefused(
        "duplicate_ledger_entry",
        queue.ledger().append(LedgerRequest.of(tenant(1), "audit").id(id(1))));
    assertRefused("unknown_tenant", queue.ledger().append(LedgerRequest.of(tenant(9), "audit")));
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
  }

  /// Pages follow each other by position, whatever is appended meanwhile.
  @Test
  void pagesFollowByPosition() {
    var seen = new ArrayList<LedgerEntryId>();
    for (int i = 0; i < 7; i++) {
      append(i);
    }
    for (long offset = 0; ; offset += 3) {
      Page<LedgerView> page =
          queue.ledger().page(new LedgerQuery(3, offset, tenant(1), null)).join();
      page.items().forEach(entry -> seen.add(entry.id()));
      if (offset == 0) {
        append(7);
        append(8);
      }
      if (page.items().size() < 3) {
        break;
      }
    }
    assertThat(seen)
        .containsExactlyElementsOf(
            java.util.stream.IntStream.range(0, 9).mapToObj(LedgerTest::id).toList());
    assertThat(queue.ledger().page(new LedgerQuery(3, 100, null, null)).join().items()).isEmpty();
  }

  /// A member appends to its own tenant's ledger, as itself, and reads nothing else.
  @Test
  void membersKeepToTheirLedger() {
    append(1);
    queue.platform().assignRole(actor(5), Role.AUDITOR, tenant(2)).join();
    Ledger theirs = queue.as(Principal.of(actor(5), tenant(2))).ledger();
    assertThat(theirs.page(LedgerQuery.FIRST).join().items()).isEmpty();
    assertThat(theirs.entry(id(1)).join()).isEmpty();
    assertRefused("unknown_tenant", theirs.append(LedgerRequest.of(tenant(1), "audit")));
    LedgerView entry = theirs.append(LedgerRequest.of(tenant(2), "audit").actor(actor(6))).join();
    assertThat(entry.actor()).isEqualTo(actor(5));
    assertThat(theirs.page(new LedgerQuery(9, 0, tenant(1), null)).join().items())
        .isEqualTo(List.of(entry));
    Ledger stranger = queue.as(Principal.of(actor(6), tenant(2))).ledger();
    assertRefused("no_role_assigned", stranger.page(LedgerQuery.FIRST));
    assertRefused("no_role_assigned", stranger.append(LedgerRequest.of(tenant(2), "audit")));
  }
}
