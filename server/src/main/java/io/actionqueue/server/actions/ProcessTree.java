package io.actionqueue.server.actions;

import java.util.LinkedHashSet;
import java.util.Set;

/// A program and everything that it has started, as far as the system tells. Confined to one
/// thread.
///
/// A child whose parent has ended is no longer found below it; hence every look is remembered.
final class ProcessTree {
  private final Process root;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  ProcessTree(Process root) {
    this.root = root;
  }

  /// Asks all of them to end (SIGTERM).
  void terminate() {
    look();
    seen.forEach(ProcessHandle::destroy);
    root.destroy();
  }

  /// Ends all of them (SIGKILL).
  void kill() {
    look();
    root.destroyForcibly();
    seen.forEach(ProcessHandle::destroyForcibly);
  }

  private void look() {
    root.descendants().forEach(seen::add);
  }
}
