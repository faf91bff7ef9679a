package io.actionqueue.storage.snapshot;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateRestorer.Trigger;
import io.actionqueue.storage.SnapshotUnsound;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;

/// The file of a native snapshot: any state, of any size, without loss. Bytes:
/// docs/format/snapshot-native.md.
public final class NativeFile {
  private NativeFile() {}

  /// What loading found.
  public sealed interface Loaded {
    /// A whole snapshot.
    ///
    /// @param state the state that it holds
    /// @param events how many events stand for its content (spec 01 §9.5)
    record Present(QueueState state, long events) implements Loaded {}

    /// No such file.
    record Absent() implements Loaded {}

    /// A file that cannot be used.
    ///
    /// @param fault why
    record Unusable(SnapshotFault fault) implements Loaded {}
  }

  /// Loads a file. Never fails: what goes wrong is part of the answer.
  public static Loaded load(FileStore store, Path path) {
    try (FileHandle file = store.open(path, FileStore.OpenMode.READ)) {
      var sink = new RestoringSink();
      NativeReader.read(file, sink);
      return new Loaded.Present(sink.state(), sink.events());
    } catch (UnreadableSnapshot unreadable) {
      return new Loaded.Unusable(unreadable.fault());
    } catch (NoSuchFileException missing) {
      return new Loaded.Absent();
    } catch (IOException failure) {
      return new Loaded.Unusable(new SnapshotFault.IoError(String.valueOf(failure.getMessage())));
    }
  }

  /// Reads a file to its end, section by section, and keeps nothing of it.
  ///
  /// @return its head, with the numbers of tasks and runs that it really holds
  /// @throws UnreadableSnapshot if it cannot be used
  /// @throws IOException if it cannot be read
  static NativeFormat.Head check(FileStore store, Path path)
      throws IOException, UnreadableSnapshot {
    try (FileHandle file = store.open(path, FileStore.OpenMode.READ)) {
      var sink = new CheckingSink();
      NativeReader.read(file, sink);
      NativeFormat.Head head = sink.head();
      if (head == null) {
        throw new UnreadableSnapshot(new SnapshotFault.DecodeError("there is no head"));
      }
      return new NativeFormat.Head(
          head.sequence(), head.capturedAtMillis(), sink.tasks(), sink.runs(), head.engine());
    }
  }

  /// Reads a file back to its end.
  ///
  /// @param sequence the last event that it must contain, unsigned
  /// @throws IOException if it cannot be read, or holds something else
  static void verify(FileStore store, Path path, long sequence) throws IOException {
    try {
      if (check(store, path).sequence() != sequence) {
        throw new SnapshotUnsound(path, "reads back as another snapshot than was written");
      }
    } catch (UnreadableSnapshot unreadable) {
      throw new SnapshotUnsound(path, "does not read back: " + unreadable.fault().message());
    }
  }

  /// Writes a state from the start of a file that nobody else sees yet.
  ///
  /// @param state complete
  /// @return the file's length in bytes
  static long write(FileHandle file, StateCapture state, long epochMillis) throws IOException {
    var out = new NativeWriter(file);
    out.head(
        new NativeFormat.Head(
            state.sequence(), epochMillis, state.tasks().size(), state.runCount(), state.engine()));
    for (StateImage.Task task : state.tasks()) {
      out.task(task);
    }
    for (StateImage.Dependencies dependencies : state.dependencies()) {
      out.dependencies(dependencies);
    }
    for (int i = 0; i < state.runCount(); i++) {
      out.run(state.run(i), state.readySequence(i));
    }
    rest(out, state);
    for (StateImage.LedgerEntry entry : state.ledger()) {
      out.ledgerEntry(entry);
    }
    Iterator<ExtensionEvent> extensions = state.extensions().iterator();
    while (extensions.hasNext()) {
      out.extension(extensions.next());
    }
    return out.finish();
  }

  /// Writes what stands between the runs and the ledger.
  static void rest(NativeWriter out, StateCapture state) throws IOException {
    for (StateImage.Budget budget : state.budgets()) {
      out.budget(budget);
    }
    Set<SubscriptionId> pending = state.pendingTriggers();
    for (StateImage.Subscription subscription : state.subscriptions()) {
      boolean waits = pending.contains(subscription.subscriptionId());
      out.subscription(subscription, waits ? Trigger.WAITING : Trigger.SETTLED);
    }
    for (StateImage.Actor actor : state.actors()) {
      out.actor(actor);
    }
    for (StateImage.Tenant tenant : state.tenants()) {
      out.tenant(tenant);
    }
    for (StateImage.RoleAssignment role : state.roles()) {
      out.role(role);
    }
    for (StateImage.CapabilityGrant grant : state.grants()) {
      out.grant(grant);
    }
  }
}
