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
      header = "Look at runs, add or cancel them, set them aside, or ask why they wait.")
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
      name = "tenant",
      aliases = "tenants",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at tenants, make them, and set their shares.")
  static final class Tenant {}

  @Command(
      name = "role",
      aliases = "roles",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at what actors are in tenants, or make them it.")
  static final class Role {}

  @Command(
      name = "grant",
      aliases = "grants",
      synopsisSubcommandLabel = "COMMAND",
      header = "Let actors do something in a tenant, or no more.")
  static final class Grant {}

  @Command(
      name = "approval",
      aliases = "approvals",
      synopsisSubcommandLabel = "COMMAND",
      header = "Decide over runs that wait for a decision.")
  static final class Approval {}

  @Command(
      name = "ledger",
      aliases = "ledgers",
      synopsisSubcommandLabel = "COMMAND",
      header = "Read the ledgers of tenants, and append to them.")
  static final class Ledger {}

  @Command(
      name = "dead-letter",
      aliases = "dead-letters",
      synopsisSubcommandLabel = "COMMAND",
      header = "Look at runs that failed for good, and do them again.")
  static final class DeadLetter {}

  @Command(
      name = "limit",
      aliases = "limits",
      synopsisSubcommandLabel = "COMMAND",
      header = "Bound how many runs execute at once, and how fast they start.")
  static final class Limit {}

  @Command(
      name = "pause",
      aliases = "pauses",
      synopsisSubcommandLabel = "COMMAND",
      header = "Hold the starts of an action, a key or a tenant.")
  static final class Pause {}

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
