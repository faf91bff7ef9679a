package io.actionqueue.testkit.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A directory: its entries as programs see them, and which of their changes a crash may still
/// undo. Guarded by the lock of its disk.
final class SimulatedDirectory implements SimulatedNode {

  /// One change of entries, which happens wholly or not at all. A rename removes and adds in one.
  ///
  /// @param removed the name that goes, null for none
  /// @param added the name that comes, null for none
  /// @param node what the name that comes leads to, null if none comes
  /// @param time the number of the operation that made the change
  record Change(
      @Nullable String removed, @Nullable String added, @Nullable SimulatedNode node, long time) {
    void applyTo(Map<String, SimulatedNode> entries) {
      if (removed != null) {
        entries.remove(removed);
      }
      if (added != null && node != null) {
        entries.put(added, node);
      }
    }
  }

  private final TreeMap<String, SimulatedNode> entries = new TreeMap<>();
  private final TreeMap<String, SimulatedNode> durable = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();

  @Nullable SimulatedNode get(String name) {
    return entries.get(name);
  }

  Map<String, SimulatedNode> entries() {
    return entries;
  }

  Map<String, SimulatedNode> durableEntries() {
    return durable;
  }

  List<Change> pending() {
    return pending;
  }

  void add(String name, SimulatedNode node, long time) {
    change(new Change(null, name, node, time));
  }

  void remove(String name, long time) {
    change(new Change(name, null, null, time));
  }

  void rename(String from, String to, SimulatedNode node, long time) {
    change(new Change(from, to, node, time));
  }

  /// An entry that was always there.
  void addDurable(String name, SimulatedNode node) {
    entries.put(name, node);
    durable.put(name, node);
  }

  void sync() {
    pending.clear();
    durable.clear();
    durable.putAll(entries);
  }

  private void change(Change change) {
    change.applyTo(entries);
    pending.add(change);
  }
}
