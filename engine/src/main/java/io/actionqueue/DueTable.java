package io.actionqueue;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.TimerLine;
import org.jspecify.annotations.Nullable;

/// Timers of tasks or runs, found by the entry that they are for: one a task or run. On the path of
/// every task that has a deadline, so there is no object beside the timer, and nothing is computed
/// but the hash of an id. Open addressing with linear probing; a removal closes the gap it leaves.
/// Confined to the engine thread.
final class DueTable {
  /// What ends at an instant: a run, or a task with all its runs.
  static final class Due extends TimerLine.Timer {
    final TaskEntry task;
    final @Nullable RunEntry run;

    /// The end of a task.
    Due(TaskEntry task) {
      this.task = task;
      this.run = null;
    }

    /// The end of one of its runs.
    Due(TaskEntry task, RunEntry run) {
      this.task = task;
      this.run = run;
    }

    private Object entry() {
      RunEntry own = run;
      return own == null ? task : own;
    }
  }

  private static final int SMALLEST = 64;

  private final TimerLine<Due> timers;
  private @Nullable Due[] table = new Due[SMALLEST];
  private int size;

  /// A table of timers that go off in a line, which other tables may share.
  DueTable(TimerLine<Due> timers) {
    this.timers = timers;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// Sets a timer. Its entry has none here.
  void set(Due due, long at) {
    if (++size > table.length / 2) {
      grow();
    }
    table[find(due.entry())] = due;
    timers.set(due, at);
  }

  /// Takes the timer of an entry out; nothing happens if it has none.
  void forget(Object entry) {
    if (size == 0) {
      return;
    }
    int at = find(entry);
    Due due = table[at];
    if (due != null) {
      size--;
      close(at);
      timers.cancel(due);
    }
  }

  /// Where the timer of an entry is, or would go.
  private int find(Object entry) {
    int mask = table.length - 1;
    int at = entry.hashCode() & mask;
    for (Due due = table[at]; due != null && due.entry() != entry; due = table[at]) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void close(int gap) {
    int mask = table.length - 1;
    int hole = gap;
    int at = hole;
    while (true) {
      at = (at + 1) & mask;
      Due next = table[at];
      if (next == null) {
        table[hole] = null;
        return;
      }
      int home = next.entry().hashCode() & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table[hole] = next;
        hole = at;
      }
    }
  }

  private void grow() {
    @Nullable Due[] old = table;
    table = new Due[old.length * 2];
    for (Due due : old) {
      if (due != null) {
        table[find(due.entry())] = due;
      }
    }
  }
}
