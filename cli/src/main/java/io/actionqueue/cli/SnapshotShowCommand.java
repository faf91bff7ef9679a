package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Progress;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.inspect.StateView;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.snapshot.SnapshotCheck;
import io.actionqueue.storage.snapshot.SnapshotFault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What one snapshot holds.
@Command(
    name = "show",
    sortOptions = false,
    header = "Show what a snapshot holds.",
    description = {
      "The latest of the data directory, or the file named. All of it with --json, in the shape of",
      "'state --json'. Works beside a running daemon and changes nothing."
    })
final class SnapshotShowCommand extends ToolCommand {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "A snapshot file.")
  private @Nullable String file;

  SnapshotShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    SnapshotCheck found;
    QueueState state;
    try (Progress progress = Progress.of(surroundings, "reading a snapshot")) {
      found = check(progress);
      state = SnapshotCheck.state(progress.files(found.bytes()), found.path());
    } catch (IOException e) {
      throw Failures.tool(e);
    }
    if (state == null) {
      throw CliFailure.runtime("snapshot_unsound", found.path() + ": " + fault(found));
    }
    if (isJson()) {
      dump(state);
    } else {
      summary(found, state).forEach(this::line);
    }
    flush();
    return 0;
  }

  private static String fault(SnapshotCheck found) {
    SnapshotFault fault = found.fault();
    return fault == null ? "" : Words.plain(fault.message());
  }

  private SnapshotCheck check(Progress progress) throws IOException {
    if (file != null) {
      return SnapshotCheck.of(progress.files(0), Path.of(file));
    }
    long bytes = Extent.of(SystemFiles.INSTANCE, path()).snapshots();
    List<SnapshotCheck> all = SnapshotCheck.all(progress.files(bytes), new DataLayout(path()));
    if (all.isEmpty()) {
      throw new NoSuchFileException(path().toString(), null, "has no snapshot");
    }
    return all.getFirst();
  }

  private void dump(QueueState state) {
    try {
      var out = JsonWriter.of(surroundings.out()::write);
      StateView.write(out, state.image());
      out.newLine().flush();
    } catch (IOException e) {
      throw new OutputClosed(e);
    }
  }

  private List<String> summary(SnapshotCheck found, QueueState state) {
    return new Facts(surroundings)
        .add("file", found.path().toString())
        .add("form", found.form().name().toLowerCase(java.util.Locale.ROOT))
        .add("size", Words.size(found.bytes()))
        .add("up to event", Long.toUnsignedString(found.sequence()))
        .add("engine", state.isPaused() ? "paused" : "not paused")
        .add("tasks", Integer.toString(state.taskCount()))
        .add("runs", Integer.toString(state.runCount()))
        .add("attempts", Long.toString(state.attemptsTotal()))
        .add("digest", state.digest())
        .lines();
  }
}
