package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.tour.Tour;
import picocli.CommandLine.Command;

/// The tour for newcomers.
@Command(
    name = "tour",
    sortOptions = false,
    header = "See what it does, in half a minute.",
    description = {
      "Starts a daemon on a fresh temporary directory and walks through real work: programs, a",
      "retry, a failure, a concurrency key, a kill -9 and the restart that finishes the work.",
      "Exits 0 only if everything came out as promised."
    })
final class TourCommand extends CliCommand {
  TourCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Tour.of(surroundings, Main::run).walk();
    return 0;
  }
}
