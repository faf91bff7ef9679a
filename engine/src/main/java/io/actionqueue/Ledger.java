package io.actionqueue;

import io.actionqueue.core.InvariantViolation;
import io.actionqueue.core.command.LedgerAppend;
import io.actionqueue.core.command.RecordLedgerEntry;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.engine.index.Recorded;
import io.actionqueue.engine.index.Slice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The ledgers of the tenants (spec 03 §10.6): entries are appended and never changed or removed.
/// Thread-safe; what is said of futures at [ActionQueue] holds here.
public final class Ledger {
  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Ledger(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// Appends an entry, durably. Refused with `unknown_tenant` or, where the id is taken,
  /// `duplicate_ledger_entry`. A principal appends to its own tenant's ledger, and as itself: the
  /// entry names it, whatever the request says.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidLedgerEntryId`
  public CompletableFuture<LedgerView> append(LedgerRequest request) {
    return queue.command(() -> {
      engine.access.requireMember(principal);
      engine.access.requireTenant(principal, request.tenant());
      LedgerEntryId given = request.entryId();
      LedgerEntryId id = given == null ? LedgerEntryId.random(engine.config.random()) : given;
      var entry =
          new LedgerAppend(
              id,
              request.tenant(),
              request.key(),
              actor(request),
              request.bytes(),
              engine.clock.second());
      engine.controls.carryOut(
          new RecordLedgerEntry(entry, request.occurred(), engine.clock.millis()));
      return view(engine.lane.state(), known(id));
    });
  }

  private @Nullable ActorId actor(LedgerRequest request) {
    return principal instanceof Principal.Member(var self, _) ? self : request.actorId();
  }

  private StateImage.LedgerEntry known(LedgerEntryId id) {
    StateImage.LedgerEntry entry = engine.lane.state().ledgerEntry(id);
    if (entry == null) {
      throw new InvariantViolation("expected the entry that was just appended: " + id);
    }
    return entry;
  }

  /// An entry, empty if there is none of this id. Of an id that an old log holds twice, the first.
  public CompletableFuture<Optional<LedgerView>> entry(LedgerEntryId id) {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return Optional.ofNullable(engine.lane.state().ledgerEntry(id))
          .filter(entry -> Access.sees(principal, entry.tenantId()))
          .map(entry -> view(engine.lane.state(), entry));
    });
  }

  /// Entries in order of appending. Cost: the page, however long the ledger. A principal gets those
  /// of its own tenant, whatever tenant the query names.
  public CompletableFuture<Page<LedgerView>> page(LedgerQuery asked) {
    LedgerQuery query =
        principal instanceof Principal.Member(_, var own) ? asked.within(own) : asked;
    return queue.query(() -> {
      engine.access.requireMember(principal);
      QueueState state = engine.lane.state();
      Slice<StateImage.LedgerEntry> found =
          Recorded.page(
              selection(state, query),
              StateImage.LedgerEntry::timestamp,
              state.isLedgerInOrder(),
              query.recorded(),
              new Recorded.Slicing(query.start(), query.limit()));
      return PageMark.LEDGER.page(found, entry -> view(state, entry));
    });
  }

  private static List<StateImage.LedgerEntry> selection(QueueState state, LedgerQuery query) {
    TenantId tenant = query.tenant();
    String key = query.key();
    if (tenant != null) {
      return key == null ? state.ledgerOfTenant(tenant) : state.ledger(tenant, key);
    }
    return key == null ? state.ledger() : state.ledgerOfKey(key);
  }

  private static LedgerView view(QueueState state, StateImage.LedgerEntry entry) {
    Long occurred = state.extensions().occurredAtMillis(entry.entryId());
    return new LedgerView(
        entry.entryId(),
        entry.tenantId(),
        entry.ledgerKey(),
        entry.actorId(),
        entry.payload(),
        entry.timestamp(),
        occurred == null ? entry.timestamp() * 1000 : occurred);
  }
}
