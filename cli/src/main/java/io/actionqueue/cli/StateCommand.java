package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Progress;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.inspect.StateView;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.recovery.OpenReport;
import io.actionqueue.storage.recovery.SnapshotUse;
import io.actionqueue.storage.recovery.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The recorded state of a directory (S-25).
@Command(
    name = "state",
    sortOptions = false,
    header = "Show what a data directory records.",
    description = {
      "Everything with --json, otherwise a summary; as recorded, before any recovery. Works",
      "beside a running daemon and changes nothing."
    })
final class StateCommand extends AnsweringCommand {
  @Mixin private final PlaceOption place = new PlaceOption();

  @Option(
      names = "--at-sequence",
      paramLabel = "N",
      description = "The state as it was right behind event N, as far as the log is kept.")
  private @Nullable String atSequence;

  StateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Path directory = place.path(surroundings);
    if (atSequence != null) {
      return past(directory, sequence(atSequence));
    }
    Store.Loaded loaded;
    try (Progress progress = Progress.of(surroundings, "reading " + directory)) {
      long bytes = Extent.of(SystemFiles.INSTANCE, directory).opening();
      loaded = Store.load(progress.files(bytes), surroundings.time(), directory);
    } catch (IOException e) {
      throw refused(e);
    }
    warnAbout(loaded.report());
    if (isJson()) {
      dump(loaded.state());
    } else {
      summary(directory, loaded).forEach(this::line);
    }
    flush();
    return 0;
  }

  private static long sequence(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      throw CliFailure.badInput("--at-sequence must be a sequence number, was '" + text + "'");
    }
  }

  private int past(Path directory, long sequence) {
    QueueState state;
    try (Progress progress = Progress.of(surroundings, "replaying " + directory)) {
      long bytes = Extent.of(SystemFiles.INSTANCE, directory).all();
      state = Store.loadAt(progress.files(bytes), directory, sequence);
    } catch (IOException e) {
      throw Failures.tool(e);
    }
    if (isJson()) {
      dump(state);
    } else {
      var facts = new Facts(surroundings);
      facts.add("directory", directory.toString());
      facts.add("as it was behind event", Long.toUnsignedString(sequence));
      addState(facts, state);
      facts.lines().forEach(this::line);
    }
    flush();
    return 0;
  }

  /// What cannot be opened is a document too (S-53).
  private CliFailure refused(IOException cause) {
    if (isJson()) {
      try {
        var out = JsonWriter.of(surroundings.out()::write);
        StateView.writeFailure(out, cause);
        out.newLine().flush();
      } catch (IOException e) {
        throw new OutputClosed(e);
      }
      flush();
    }
    return Failures.opening(cause);
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

  private void warnAbout(OpenReport report) {
    report.warnings().forEach(this::warn);
    if (report.torn() != null) {
      warn(
          "the log ends in an unfinished write of %d bytes at offset %d, which opening would set aside"
              .formatted(report.torn().bytes(), report.torn().offset()));
    }
  }

  private List<String> summary(Path directory, Store.Loaded loaded) {
    QueueState state = loaded.state();
    OpenReport report = loaded.report();
    var facts = new Facts(surroundings);
    facts.add("directory", directory.toString());
    facts.add("last event", Long.toUnsignedString(state.latestSequence()));
    facts.add("snapshot", snapshot(report));
    facts.add(
        "log",
        "%s, %s, %s applied"
            .formatted(
                Words.size(report.log().bytes()),
                events(report.log().applied() + report.log().skipped()),
                report.log().applied()));
    addState(facts, state);
    return facts.lines();
  }

  private static void addState(Facts facts, QueueState state) {
    facts.add("engine", state.isPaused() ? "paused" : "not paused");
    facts.add("tasks", Integer.toString(state.taskCount()));
    facts.add("runs", runs(state));
    facts.add("attempts", Long.toString(state.attemptsTotal()));
    facts.add("budgets", Integer.toString(state.budgets().size()));
    facts.add("subscriptions", Integer.toString(state.subscriptions().size()));
    facts.add("actors", Integer.toString(state.actors().size()));
    facts.add("tenants", Integer.toString(state.tenants().size()));
    facts.add("ledger entries", Integer.toString(state.ledger().size()));
  }

  private static String snapshot(OpenReport report) {
    return switch (report.snapshot()) {
      case SnapshotUse.None _ -> "none";
      case SnapshotUse.Used used ->
          "up to event " + Long.toUnsignedString(used.sequence()) + ", " + events(used.events());
      case SnapshotUse.PassedOver passedOver -> "passed over: " + passedOver.fault().message();
    };
  }

  private static String events(long number) {
    return Words.count(number, "event");
  }

  private static String runs(QueueState state) {
    var text = new StringBuilder().append(state.runCount());
    String separator = ": ";
    for (RunState each : RunState.values()) {
      if (state.runsIn(each) > 0) {
        text.append(separator).append(state.runsIn(each)).append(' ').append(each.wireName());
        separator = ", ";
      }
    }
    return text.toString();
  }
}
