package io.actionqueue.cli;

import picocli.CommandLine.Command;

/// Words that stand before a command. Singular, the plural is accepted (S-53).
final class Groups {
  private Groups() {}

  @Command(
      name = "task",
      aliases = "tasks",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at tasks and cancel them.")
  static final class Task {}

  @Command(
      name = "run",
      aliases = "runs",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at runs, cancel them, set them aside, or ask why they wait.")
  static final class Run {}

  @Command(
      name = "engine",
      synopsisSubcommandLabel = "COMMAND",
      header = "Pause and resume the engine as a whole.")
  static final class Engine {}

  @Command(
      name = "events",
      aliases = "event",
      synopsisSubcommandLabel = "COMMAND",
      header = "Follow what happens, or make it happen, through a daemon.")
  static final class Events {}

  @Command(
      name = "budget",
      aliases = "budgets",
      synopsisSubcommandLabel = "COMMAND",
      header = "Bound what the runs of a task use.")
  static final class Budget {}

  @Command(
      name = "actor",
      aliases = "actors",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at workers of other processes.")
  static final class Actor {}

  @Command(
      name = "wal",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at the write-ahead log itself, or repair it.")
  static final class Wal {}

  @Command(
      name = "snapshot",
      aliases = "snapshots",
      synopsisSubcommandLabel = "COMMAND",
      header = "Write, check and show snapshots.")
  static final class Snapshot {}

  @Command(
      name = "config",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at the daemon's configuration.")
  static final class Config {}

  @Command(name = "cron", synopsisSubcommandLabel = "COMMAND", header = "Try out cron expressions.")
  static final class Cron {}
}
