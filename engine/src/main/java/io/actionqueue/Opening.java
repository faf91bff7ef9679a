package io.actionqueue;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.OpenReport;
import io.actionqueue.storage.recovery.SnapshotReport;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns options into a running engine: the directory, what it holds, recovery, the driver.
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final ActionQueueOptions options;
  private final EngineConfig config;
  private final FileStore files;

  Opening(ActionQueueOptions options) {
    this.options = options;
    this.config = EngineConfig.of(options);
    this.files = options.files == null ? SystemFiles.INSTANCE : options.files;
  }

  /// What runs after opening.
  ///
  /// @param engine the engine, recovered
  /// @param driver who takes its steps
  /// @param report what was found
  record Opened(Engine engine, Driver driver, OpeningReport report) {}

  /// Opens the directory.
  ///
  /// @throws ActionQueueException.OpenFailed if that fails
  Opened open() {
    try {
      Store store = Store.open(storeOptions());
      return start(store);
    } catch (StorageException e) {
      throw new ActionQueueException.OpenFailed(e.code(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ActionQueueException.OpenFailed("io_failure", words(e), e);
    }
  }

  /// The file system's exceptions say which file, and leave why to their class.
  private String words(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException other when other.getReason() != null ->
          String.valueOf(other.getMessage());
      case IOException other -> options.directory + ": " + other;
    };
  }

  private Opened start(Store store) throws IOException {
    ExecutorService background = options.manual ? null : snapshotThread();
    try {
      store.report().warnings().forEach(LOG::warn);
      var engine = new Engine(config, ground(store, background));
      recover(engine);
      var closing = new Closing(engine, () -> close(background, store));
      return new Opened(
          engine,
          options.manual ? new ManualDriver(engine, closing) : LiveDriver.start(engine, closing),
          report(store.report()));
    } catch (Throwable failure) {
      closeAfter(failure, background, store);
      throw failure;
    }
  }

  private static OpeningReport report(OpenReport found) {
    return new OpeningReport(
        found.durationSeconds(),
        found.snapshotEventsApplied(),
        found.logEventsApplied(),
        found.lastSequence(),
        found.warnings());
  }

  private Engine.Ground ground(Store store, @Nullable ExecutorService background) {
    var snapshots =
        new SnapshotTrigger.Target(
            new SnapshotWriter(store, background != null),
            background == null ? Runnable::run : background,
            () -> store.writeAheadLog().counters().bytes(),
            store.report().snapshotSequence());
    return new Engine.Ground(store.state(), store.log(), snapshots);
  }

  /// Lets the engine write snapshots into its directory.
  ///
  /// @param store the directory
  /// @param awaitsLog whether the log has a thread that can be waited for
  private record SnapshotWriter(Store store, boolean awaitsLog) implements SnapshotTrigger.Writer {
    @Override
    public SnapshotReport write(StateCapture capture) throws IOException {
      return store.writeSnapshot(capture);
    }

    @Override
    public void sealLog() throws IOException {
      store.writeAheadLog().requestSeal();
    }

    @Override
    public SnapshotReport compact(StateCapture capture) throws IOException {
      return store.compact(capture);
    }
  }

  private void recover(Engine engine) throws IOException {
    var recovery = new Recovery(engine);
    QueueState state = engine.lane.state();
    RunListing listing =
        options.manual ? RunListing.none() : RunListing.begin(state, engine.views.runs);
    try {
      state.observe(new Folds(engine, recovery, listing));
    } finally {
      listing.end();
    }
    engine.retirement.ready();
    recovery.run();
    engine.remote.recover();
    engine.lane.sync();
  }

  private StoreOptions storeOptions() {
    TimeSource time = config.time();
    LogOptions log =
        options
            .log
            .durability(durability())
            .threading(options.manual ? LogThreading.CALLER : LogThreading.LOG_THREAD)
            .build();
    StoreOptions.Builder store = StoreOptions.builder(options.directory, files, time).log(log);
    return (options.nativeSnapshots ? store.nativeSnapshots() : store).build();
  }

  private io.actionqueue.storage.wal.Durability durability() {
    return switch (options.durability) {
      case Durability.Sync() -> io.actionqueue.storage.wal.Durability.SYNC;
      case Durability.Os() -> io.actionqueue.storage.wal.Durability.OS;
      case Durability.Interval(int millis) ->
          new io.actionqueue.storage.wal.Durability.Interval(millis);
    };
  }

  private static ExecutorService snapshotThread() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name("actionqueue-snapshot").factory());
  }

  /// Lets a snapshot that is under way end before the directory is released.
  private static void close(@Nullable ExecutorService background, Store store) throws IOException {
    if (background != null) {
      background.close();
    }
    store.close();
  }

  private static void closeAfter(
      Throwable failure, @Nullable ExecutorService background, Store store) {
    try {
      close(background, store);
    } catch (IOException again) {
      failure.addSuppressed(again);
    }
  }
}
