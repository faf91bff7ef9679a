package io.actionqueue.simulation;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueException;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A clock, a disk and at most one process on them.
final class Computer {
  private static final Path DIR = Path.of("/data");
  private static final int SECTOR_BYTES = 512;

  final ManualTime time = ManualTime.atSeconds(1_000);
  private final Settings settings;
  private final SeededRandom random;
  private final UnaryOperator<FileStore> device;
  private final boolean slow;
  private SimulatedDisk disk = SimulatedDisk.create();
  private @Nullable FaultInWaiting waiting;
  private boolean powerIsOff;

  /// A fault that meets one call, unless it is called off before.
  private static final class FaultInWaiting {
    final long from;
    boolean off;
    boolean happened;

    FaultInWaiting(long from) {
      this.from = from;
    }

    boolean meets(DiskOperation operation) {
      boolean meets = !off && operation.number() >= from;
      happened |= meets;
      return meets;
    }
  }

  /// A computer that is switched on.
  ///
  /// @param device what stands between the engine and the disk
  Computer(Settings settings, SeededRandom random, UnaryOperator<FileStore> device) {
    this.device = device;
    this.settings = settings;
    this.random = random;
    this.slow = random.chance(1, 6);
    slowDown();
  }

  /// Starts a process.
  ///
  /// @throws ActionQueueException.OpenFailed if the disk does
  ActionQueue open(Handlers handlers) {
    var options =
        ActionQueueOptions.at(DIR)
            .manualMode()
            .time(time)
            .random(random.split())
            .files(device.apply(disk))
            .handlerExecutor(handlers);
    settings.apply(options);
    if (random.coin()) {
      options.nativeSnapshots();
    }
    Settings.ACTIONS.forEach((action, limit) -> {
      if (action.isEmpty()) {
        options.defaultHandler(handlers);
      } else {
        options.handler(action, handlers, limit);
      }
    });
    Settings.LABELS.forEach(options::label);
    return ActionQueue.open(options);
  }

  /// Lets one of the next calls of the disk fail.
  void armFault() {
    if (waiting != null || powerIsOff) {
      return; // one at a time
    }
    var waits = new FaultInWaiting(disk.operations() + random.between(1, 30));
    Fault fault = kindOfFault();
    waiting = waits;
    disk.injectWhen(
        operation -> {
          boolean meets = waits.meets(operation);
          powerIsOff |= meets && fault.powerOff();
          return meets;
        },
        fault);
  }

  /// A write that ends within a sector of prepared space is beyond what recovery can tell from
  /// damage (docs/testing.md §6), so there it ends between sectors or not at all.
  private Fault kindOfFault() {
    int bytes = settings.prepareBytes() == 0 ? random.below(3 * SECTOR_BYTES) : 0;
    return switch (random.below(5)) {
      case 0 -> Fault.ioError();
      case 1 -> Fault.shortWrite(bytes);
      case 2 -> Fault.noSpace(bytes);
      case 3 -> Fault.lostAnswer();
      default -> Fault.powerCut();
    };
  }

  /// Whether a fault has met a call since the last start.
  boolean faultHappened() {
    return powerIsOff || (waiting != null && waiting.happened);
  }

  /// Whether a fault waits for the next calls of the disk.
  boolean isFaultArmed() {
    return waiting != null || powerIsOff;
  }

  /// Calls off what has not happened.
  void disarm() {
    if (waiting != null) {
      waiting.off = true;
      waiting = null;
    }
  }

  /// The process ends at once; what it wrote stays as the system shows it.
  void kill() {
    if (powerIsOff) {
      losePower();
      return;
    }
    disk.killProcess();
    if (random.coin()) {
      disk.dropLostPages();
    }
  }

  /// The power fails: of what was not synced, anything may be left.
  void losePower() {
    disk = disk.crash(random.split());
    powerIsOff = false;
    slowDown();
  }

  /// What the directory holds; changes nothing.
  QueueState recorded() {
    if (!disk.exists(DIR)) {
      return QueueState.empty();
    }
    try {
      return Store.load(disk, time, DIR).state();
    } catch (IOException e) {
      throw new AssertionError("RT-49 the directory cannot be read: " + e, e);
    }
  }

  /// The events that the log holds behind a sequence, in their order.
  List<Event> recordedAfter(long sequence) {
    var events = new ArrayList<Event>();
    EventSink later =
        (number, event, offset) -> {
          if (Long.compareUnsigned(number, sequence) > 0) {
            events.add(event);
          }
        };
    try {
      LogSegments.scan(disk, new DataLayout(DIR).log(), ScanPolicy.BESIDE_WRITER, later);
    } catch (IOException e) {
      throw new AssertionError("RT-49 the log cannot be read: " + e, e);
    }
    return events;
  }

  private void slowDown() {
    if (slow) {
      SeededRandom delays = random.split();
      disk.slowDown(
          time,
          operation ->
              operation.kind() == DiskOperation.Kind.SYNC
                  ? Duration.ofMillis(delays.below(1500))
                  : Duration.ZERO);
    }
  }
}
