package io.actionqueue.testkit.disk;

import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is counted, remembered and made to fail. Guarded by the lock of its disk.
final class FaultPlan {
  /// How many operations are remembered.
  static final int TRACE_LENGTH = 10_000;

  private record Rule(Predicate<DiskOperation> when, Fault fault) {}

  private final Deque<DiskOperation> trace = new ArrayDeque<>();
  private final long[] calls = new long[Kind.values().length];
  private final List<Rule> rules = new ArrayList<>();
  private long operations;
  private boolean poweredOff;
  private @Nullable ManualTime time;
  private Function<DiskOperation, Duration> delay = _ -> Duration.ZERO;

  /// Counts a call, lets its time pass and finds the fault that it meets, null for none.
  @Nullable Fault begin(DiskOperation operation) throws IOException {
    calls[operation.kind().ordinal()]++;
    if (trace.size() == TRACE_LENGTH) {
      trace.removeFirst();
    }
    trace.addLast(operation);
    if (time != null) {
      time.advance(delay.apply(operation));
    }
    if (poweredOff) {
      throw Fault.powerCut().toException(operation);
    }
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).when.test(operation)) {
        Fault fault = rules.remove(i).fault;
        poweredOff |= fault.powerOff();
        return fault;
      }
    }
    return null;
  }

  void failIfTold(@Nullable Fault fault, DiskOperation operation) throws IOException {
    if (fault != null) {
      throw fault.toException(operation);
    }
  }

  DiskOperation next(Kind kind, Path path, long position, long length) {
    return new DiskOperation(++operations, kind, path, position, length);
  }

  void inject(Predicate<DiskOperation> when, Fault fault) {
    rules.add(new Rule(when, fault));
  }

  void slowDown(ManualTime newTime, Function<DiskOperation, Duration> newDelay) {
    time = newTime;
    delay = newDelay;
  }

  void powerOff() {
    poweredOff = true;
  }

  long operations() {
    return operations;
  }

  long calls(Kind kind) {
    return calls[kind.ordinal()];
  }

  List<DiskOperation> trace() {
    return List.copyOf(trace);
  }
}
