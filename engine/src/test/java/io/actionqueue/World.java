package io.actionqueue;

import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.engine.lane.Lane;
import io.actionqueue.storage.recovery.OpenReport;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.StateInvariants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A simulated disk and clock with at most one engine on them, in manual mode (S-41). Handlers run
/// where the step calls them unless a test says otherwise. After each test the engine is closed and
/// what it recorded is held against the invariants.
final class World implements AfterEachCallback {
  static final Path DIR = Path.of("/data");

  final ManualTime time;
  SimulatedDisk disk = SimulatedDisk.create();
  private SeededRandom random = SeededRandom.of(1);
  private @Nullable ActionQueue queue;

  private World(long second) {
    time = ManualTime.atSeconds(second);
  }

  static World at(long second) {
    return new World(second);
  }

  World seed(long seed) {
    random = SeededRandom.of(seed);
    return this;
  }

  /// Opens an engine with a default handler: zero back-off, four slots.
  ActionQueue open(Handler handler) {
    return openWith(options -> options.defaultHandler(handler));
  }

  ActionQueue openWith(UnaryOperator<ActionQueueOptions> change) {
    ActionQueueOptions options =
        ActionQueueOptions.at(DIR)
            .manualMode()
            .time(time)
            .random(random)
            .files(disk)
            .handlerExecutor(Runnable::run)
            .backoff(new Backoff.Fixed(0))
            .dispatchConcurrency(4);
    queue = ActionQueue.open(change.apply(options));
    return queue;
  }

  /// Closes the engine if there is one.
  void close() {
    if (queue != null) {
      queue.close();
      queue = null;
    }
  }

  /// Ends the engine as `kill -9` does: nothing of it runs any more.
  void kill() {
    disk.killProcess();
    queue = null;
  }

  /// Appends commands to the closed directory, past the engine.
  void write(Command... commands) {
    var log = LogOptions.builder().threading(LogThreading.CALLER).build();
    var options = StoreOptions.builder(DIR, disk, time).log(log).build();
    try (Store store = Store.open(options)) {
      Lane lane = Lane.over(store.state(), store.log(), _ -> {});
      for (Command command : commands) {
        if (lane.execute(command) instanceof Decision.Rejected(var rejection)) {
          throw new AssertionError(rejection.message());
        }
      }
      lane.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the directory holds, as recorded.
  QueueState recorded() {
    return load().state();
  }

  /// How the directory would be opened.
  OpenReport loadReport() {
    return load().report();
  }

  private Store.Loaded load() {
    try {
      return Store.load(disk, time, DIR);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The runs of a task on disk, in order of creation.
  List<StateImage.Run> recordedRuns(TaskId task) {
    return recorded().image().runs().stream()
        .filter(run -> run.instance().taskId().equals(task))
        .toList();
  }

  /// The states of a task's runs on disk, in order of creation.
  List<RunState> recordedStates(TaskId task) {
    return recordedRuns(task).stream().map(run -> run.instance().state()).toList();
  }

  static TaskId task(int number) {
    return new TaskId(0x4000L, 0x8000_0000_0000_0000L + number);
  }

  /// Submits and returns the id.
  static TaskId submit(ActionQueue queue, TaskRequest request) {
    return queue.submit(request).join().orElseThrow().taskId();
  }

  /// The only run of a task.
  static RunView onlyRun(ActionQueue queue, TaskId task) {
    var page = queue.runs(new RunQuery(1000, 0, task, null)).join();
    if (page.items().size() != 1) {
      throw new AssertionError("expected one run of " + task + ", found " + page.items().size());
    }
    return page.items().getFirst();
  }

  static RunState stateOf(ActionQueue queue, TaskId task) {
    return onlyRun(queue, task).run().instance().state();
  }

  static RunId runOf(ActionQueue queue, TaskId task) {
    return onlyRun(queue, task).run().instance().id();
  }

  /// The states of a task's runs in the order of due time.
  static List<RunState> statesOf(ActionQueue queue, TaskId task) {
    return queue.runs(new RunQuery(1000, 0, task, null)).join().items().stream()
        .map(view -> view.run().instance().state())
        .toList();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
    if (context.getExecutionException().isEmpty() && disk.exists(DIR)) {
      StateInvariants.check(recorded(), StateInvariants.Scope.ENGINE);
    }
  }
}
