package io.actionqueue.storage.snapshot;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.snapshot.RecordDecoder.RunPart;
import io.actionqueue.storage.snapshot.RecordDecoder.Subscribed;
import java.util.List;

/// Takes the records of a native snapshot in the order of the file.
interface SnapshotSink {
  void head(NativeFormat.Head head) throws UnreadableSnapshot;

  void task(StateImage.Task task) throws UnreadableSnapshot;

  void dependencies(StateImage.Dependencies dependencies) throws UnreadableSnapshot;

  void run(RunPart run) throws UnreadableSnapshot;

  /// Further attempts of the run that came last.
  void attempts(List<StateImage.Attempt> attempts) throws UnreadableSnapshot;

  void budget(StateImage.Budget budget) throws UnreadableSnapshot;

  void subscription(Subscribed subscription) throws UnreadableSnapshot;

  void actor(StateImage.Actor actor) throws UnreadableSnapshot;

  void tenant(StateImage.Tenant tenant) throws UnreadableSnapshot;

  void role(StateImage.RoleAssignment role) throws UnreadableSnapshot;

  void grant(StateImage.CapabilityGrant grant) throws UnreadableSnapshot;

  void ledgerEntry(StateImage.LedgerEntry entry) throws UnreadableSnapshot;

  void extension(ExtensionEvent event) throws UnreadableSnapshot;
}
