package io.actionqueue.storage.snapshot;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateRestorer;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.storage.snapshot.RecordDecoder.RunPart;
import io.actionqueue.storage.snapshot.RecordDecoder.Subscribed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds the state that a native snapshot holds while its records come in.
final class RestoringSink implements SnapshotSink {
  private static final int MOST_EXPECTED = 1 << 24;

  private NativeFormat.@Nullable Head head;
  private @Nullable StateRestorer restorer;
  private @Nullable RunPart unfinished;
  private final EventCount events = new EventCount();

  /// The state, once everything was delivered.
  QueueState state() throws UnreadableSnapshot {
    finishRun();
    return restorer().state();
  }

  /// How many events stand for the content (spec 01 §9.5).
  long events() {
    return events.total();
  }

  @Override
  public void head(NativeFormat.Head found) throws UnreadableSnapshot {
    if (head != null) {
      throw refuse("there are two heads");
    }
    head = found;
    restorer = StateRestorer.at(found.sequence());
    restorer.expect(hint(found.tasks()), hint(found.runs()));
    restorer.set(found.engine());
    events.engine(found.engine());
  }

  /// A number of entries to make room for; no more than a file could hold on the way to it.
  private static int hint(long count) {
    return Math.clamp(count, 0, MOST_EXPECTED);
  }

  @Override
  public void task(StateImage.Task task) throws UnreadableSnapshot {
    try {
      restorer().add(task);
    } catch (IllegalArgumentException twice) {
      throw refuse(String.valueOf(twice.getMessage()));
    }
    events.task(task);
  }

  @Override
  public void dependencies(StateImage.Dependencies dependencies) throws UnreadableSnapshot {
    restorer().add(dependencies);
    events.one();
  }

  @Override
  public void run(RunPart run) throws UnreadableSnapshot {
    finishRun();
    if (run.attemptsDue() > 0) {
      unfinished = run;
      return;
    }
    add(run);
  }

  @Override
  public void attempts(List<StateImage.Attempt> attempts) throws UnreadableSnapshot {
    RunPart part = unfinished;
    if (part == null) {
      throw refuse("attempts without a run");
    }
    try {
      unfinished = part.with(attempts);
    } catch (MalformedPayload tooMany) {
      throw refuse(tooMany.detail());
    }
  }

  private void finishRun() throws UnreadableSnapshot {
    RunPart part = unfinished;
    if (part == null) {
      return;
    }
    if (part.attemptsDue() > 0) {
      throw refuse("run " + part.image().instance().id() + " lacks attempts");
    }
    unfinished = null;
    add(part);
  }

  private void add(RunPart run) throws UnreadableSnapshot {
    try {
      restorer().add(run.image(), run.readySequence());
    } catch (IllegalArgumentException twice) {
      throw refuse(String.valueOf(twice.getMessage()));
    }
    events.run(run.image());
  }

  @Override
  public void budget(StateImage.Budget budget) throws UnreadableSnapshot {
    restorer().add(budget);
    events.budget(budget);
  }

  @Override
  public void subscription(Subscribed subscription) throws UnreadableSnapshot {
    restorer().add(subscription.image(), subscription.trigger());
    events.subscription(subscription.image());
  }

  @Override
  public void actor(StateImage.Actor actor) throws UnreadableSnapshot {
    restorer().add(actor);
    events.actor(actor);
  }

  @Override
  public void tenant(StateImage.Tenant tenant) throws UnreadableSnapshot {
    restorer().add(tenant);
    events.one();
  }

  @Override
  public void role(StateImage.RoleAssignment role) throws UnreadableSnapshot {
    restorer().add(role);
    events.one();
  }

  @Override
  public void grant(StateImage.CapabilityGrant grant) throws UnreadableSnapshot {
    restorer().add(grant);
    events.grant(grant);
  }

  @Override
  public void ledgerEntry(StateImage.LedgerEntry entry) throws UnreadableSnapshot {
    restorer().add(entry);
    events.one();
  }

  @Override
  public void extension(ExtensionEvent event) throws UnreadableSnapshot {
    try {
      restorer().add(event);
    } catch (IllegalArgumentException foreign) {
      throw refuse(String.valueOf(foreign.getMessage()));
    }
    events.one();
  }

  private StateRestorer restorer() throws UnreadableSnapshot {
    StateRestorer known = restorer;
    if (known == null) {
      throw refuse("there is no head");
    }
    return known;
  }

  private static UnreadableSnapshot refuse(String detail) {
    return new UnreadableSnapshot(new SnapshotFault.DecodeError(detail));
  }
}
