package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Progress;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.Rejection;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.recovery.OpenReport;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The files of a data directory that nobody works on.
final class OfflineStore {
  /// One batch and the end: nothing is prepared ahead, and no thread is needed.
  private static final LogOptions ONE_BATCH =
      LogOptions.builder().threading(LogThreading.CALLER).prepareBytes(0).build();

  private final Surroundings surroundings;
  private final Path directory;
  private final Consumer<String> warnings;

  OfflineStore(Surroundings surroundings, Path directory, Consumer<String> warnings) {
    this.surroundings = surroundings;
    this.directory = directory;
    this.warnings = warnings;
  }

  /// The state as recorded. Changes no byte.
  QueueState load() {
    try (Progress progress = Progress.of(surroundings, "reading " + directory)) {
      FileStore files = progress.files(Extent.of(SystemFiles.INSTANCE, directory).opening());
      Store.Loaded loaded = Store.load(files, surroundings.time(), directory);
      warn(loaded.report());
      return loaded.state();
    } catch (IOException e) {
      throw Failures.opening(e);
    }
  }

  /// Why a command would be refused, null if it would be accepted.
  @Nullable Rejection probe(QueueState state, Command command) {
    return switch (Decider.decide(state, null, command)) {
      case Decision.Rejected(var rejection) -> rejection;
      case Decision.Accepted _ -> null;
    };
  }

  /// Carries out a command: on the log, synced.
  ///
  /// @return why it was refused, null if it was not
  @Nullable Rejection change(Command command) {
    return this.<@Nullable Rejection>with(open -> open.execute(command));
  }

  /// Opens the directory for one piece of work and closes it again.
  <T extends @Nullable Object> T with(Function<Open, T> work) {
    Store store = open();
    try (store) {
      return work.apply(new Open(store));
    } catch (IOException e) {
      throw Failures.writing(e); // closing syncs
    }
  }

  private Store open() {
    try (Progress _ = Progress.of(surroundings, "opening " + directory)) {
      Store store =
          Store.open(
              StoreOptions.builder(directory, SystemFiles.INSTANCE, surroundings.time())
                  .log(ONE_BATCH)
                  .build());
      store.report().warnings().forEach(warnings);
      return store;
    } catch (IOException e) {
      throw Failures.opening(e);
    }
  }

  private void warn(OpenReport report) {
    report.warnings().forEach(warnings);
    if (report.torn() != null) {
      warnings.accept(
          "the log ends in an unfinished write of %d bytes at offset %d, which opening would set aside"
              .formatted(report.torn().bytes(), report.torn().offset()));
    }
  }

  /// The directory while it is owned.
  static final class Open {
    private final Store store;

    private Open(Store store) {
      this.store = store;
    }

    QueueState state() {
      return store.state();
    }

    /// Decides about a command and makes its events durable.
    ///
    /// @return why it was refused, null if it was not
    @Nullable Rejection execute(Command command) {
      return switch (Decider.decide(store.state(), null, command)) {
        case Decision.Rejected(var rejection) -> rejection;
        case Decision.Accepted(var events) -> {
          write(events);
          yield null;
        }
      };
    }

    private void write(List<Event> events) {
      if (events.isEmpty()) {
        return;
      }
      long sequence = store.state().latestSequence() + 1;
      try {
        store.log().append(new EventBatch(sequence, events));
        store.log().sync();
      } catch (IOException e) {
        throw Failures.writing(e);
      }
      for (Event event : events) {
        store.state().apply(sequence++, event);
      }
    }
  }
}
