package io.actionqueue.storage.snapshot;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.snapshot.RecordDecoder.RunPart;
import io.actionqueue.storage.snapshot.RecordDecoder.Subscribed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the records of a native snapshot only to see that each of them can be read.
final class CheckingSink implements SnapshotSink {
  private NativeFormat.@Nullable Head head;
  private long tasks;
  private long runs;

  /// What the HEAD says, null before it was read.
  NativeFormat.@Nullable Head head() {
    return head;
  }

  /// How many tasks there were.
  long tasks() {
    return tasks;
  }

  /// How many runs there were.
  long runs() {
    return runs;
  }

  @Override
  public void head(NativeFormat.Head found) {
    head = found;
  }

  @Override
  public void task(StateImage.Task task) {
    tasks++;
  }

  @Override
  public void dependencies(StateImage.Dependencies dependencies) {}

  @Override
  public void run(RunPart run) {
    runs++;
  }

  @Override
  public void attempts(List<StateImage.Attempt> attempts) {}

  @Override
  public void budget(StateImage.Budget budget) {}

  @Override
  public void subscription(Subscribed subscription) {}

  @Override
  public void actor(StateImage.Actor actor) {}

  @Override
  public void tenant(StateImage.Tenant tenant) {}

  @Override
  public void role(StateImage.RoleAssignment role) {}

  @Override
  public void grant(StateImage.CapabilityGrant grant) {}

  @Override
  public void ledgerEntry(StateImage.LedgerEntry entry) {}

  @Override
  public void extension(ExtensionEvent event) {}
}
