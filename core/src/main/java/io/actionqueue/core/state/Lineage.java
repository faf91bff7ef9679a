package io.actionqueue.core.state;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.Invariant;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The attempts of one run, newest first in memory, with the counts that rules ask for.
final class Lineage {
  /// From this many attempts on, ids are looked up in a set instead of one by one.
  private static final int INDEX_FROM = 32;

  private static final class Attempt {
    final long high;
    final long low;
    final long startedAt;
    final @Nullable Attempt previous;
    final boolean reused;
    long finishedAt;
    boolean finished;
    @Nullable AttemptResult result;
    @Nullable String error;
    @Nullable Bytes output;

    Attempt(AttemptId id, long startedAt, @Nullable Attempt previous, boolean reused) {
      this.high = id.high();
      this.low = id.low();
      this.startedAt = startedAt;
      this.previous = previous;
      this.reused = reused;
    }

    /// A copy of an open attempt.
    Attempt(Attempt open) {
      high = open.high;
      low = open.low;
      startedAt = open.startedAt;
      previous = open.previous;
      reused = open.reused;
    }

    boolean is(AttemptId id) {
      return high == id.high() && low == id.low();
    }

    StateImage.Attempt image() {
      return new StateImage.Attempt(
          new AttemptId(high, low),
          startedAt,
          finished ? (Long) finishedAt : null,
          result,
          error,
          output);
    }
  }

  private @Nullable Attempt last;
  private @Nullable Set<AttemptId> index;
  private int size;
  private int uncounted;
  private int interruptions;
  private int sizeAtPeriodStart;
  private boolean open;

  /// A copy for [#images] and [#openId] that later changes do not touch: finished attempts are
  /// shared, an open one is copied.
  Lineage copy() {
    var copy = new Lineage();
    copy.last = open && last != null ? new Attempt(last) : last;
    copy.size = size;
    copy.open = open;
    return copy;
  }

  /// How many finished attempts do not count against the cap: suspended and interrupted ones (S-2).
  int uncounted() {
    return uncounted;
  }

  /// How many attempts were cut off by a crash or a lost lease (S-35).
  int interruptions() {
    return interruptions;
  }

  /// How many attempts were started in the present Running period.
  int inThisPeriod() {
    return size - sizeAtPeriodStart;
  }

  /// Notes that the run entered Running.
  void beginPeriod() {
    sizeAtPeriodStart = size;
  }

  boolean hasOpen() {
    return open;
  }

  /// Whether the open attempt has this id.
  boolean isOpen(AttemptId id) {
    return open && last != null && last.is(id);
  }

  /// Whether the open attempt's id was used before in this run.
  boolean openIsReused() {
    return open && last != null && last.reused;
  }

  @Nullable AttemptId openId() {
    return open && last != null ? new AttemptId(last.high, last.low) : null;
  }

  StateImage.@Nullable Attempt newest() {
    return last == null ? null : last.image();
  }

  boolean contains(AttemptId id) {
    if (index != null) {
      return index.contains(id);
    }
    for (Attempt attempt = last; attempt != null; attempt = attempt.previous) {
      if (attempt.is(id)) {
        return true;
      }
    }
    return false;
  }

  void start(AttemptId id, long startedAt) {
    append(id, startedAt);
    open = true;
  }

  /// Closes the open attempt.
  void finish(AttemptOutcome outcome, long finishedAt) {
    Attempt attempt = last;
    Invariant.check(open && attempt != null, "expected an open attempt to finish");
    if (attempt != null) {
      close(attempt, finishedAt, outcome.result(), outcome.error(), outcome.output());
    }
    open = false;
  }

  /// Leaves the open attempt unfinished for good: its run was canceled (spec 02 §6.8).
  void abandon() {
    open = false;
  }

  /// Takes in a recorded attempt as it is; a last one that is unfinished is open if `mayBeOpen`.
  void restore(StateImage.Attempt image, boolean mayBeOpen) {
    Attempt attempt = append(image.attemptId(), image.startedAt());
    Long finishedAt = image.finishedAt();
    if (finishedAt == null) {
      attempt.result = image.result();
      attempt.error = image.error();
      attempt.output = image.output();
    } else {
      close(attempt, finishedAt, image.result(), image.error(), image.output());
    }
    open = mayBeOpen && finishedAt == null;
  }

  /// Derives which attempts belong to the Running period that began at an instant.
  void restorePeriod(long beganAt) {
    int inPeriod = 0;
    for (Attempt attempt = last;
        attempt != null && Long.compareUnsigned(attempt.startedAt, beganAt) >= 0;
        attempt = attempt.previous) {
      inPeriod++;
    }
    sizeAtPeriodStart = size - inPeriod;
  }

  /// Every attempt, oldest first.
  List<StateImage.Attempt> images() {
    Deque<StateImage.Attempt> oldestFirst = new ArrayDeque<>(size);
    for (Attempt attempt = last; attempt != null; attempt = attempt.previous) {
      oldestFirst.addFirst(attempt.image());
    }
    return List.copyOf(oldestFirst);
  }

  private Attempt append(AttemptId id, long startedAt) {
    var attempt = new Attempt(id, startedAt, last, contains(id));
    last = attempt;
    size++;
    if (index != null) {
      index.add(id);
    } else if (size == INDEX_FROM) {
      index = indexed();
    }
    return attempt;
  }

  private Set<AttemptId> indexed() {
    var ids = new HashSet<AttemptId>();
    for (Attempt attempt = last; attempt != null; attempt = attempt.previous) {
      ids.add(new AttemptId(attempt.high, attempt.low));
    }
    return ids;
  }

  private void close(
      Attempt attempt,
      long finishedAt,
      @Nullable AttemptResult result,
      @Nullable String error,
      @Nullable Bytes output) {
    attempt.finishedAt = finishedAt;
    attempt.finished = true;
    attempt.result = result;
    attempt.error = error;
    attempt.output = output;
    if (result == AttemptResult.SUSPENDED) {
      uncounted++;
    } else if (result == AttemptResult.FAILURE && error != null) {
      countInterruption(error);
    }
  }

  private void countInterruption(String error) {
    if (!error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX)) {
      return;
    }
    uncounted++;
    int verdict = error.indexOf(';');
    String reason =
        error.substring(
            AttemptOutcome.INTERRUPTED_PREFIX.length(), verdict < 0 ? error.length() : verdict);
    if (reason.equals("crash") || reason.equals("lease lost")) {
      interruptions++;
    }
  }
}
