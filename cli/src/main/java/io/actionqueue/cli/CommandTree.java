package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// All commands by their names, and the rules of parsing (spec 04 §10.1).
final class CommandTree {
  private static final int HELP_WIDTH = 100;

  private final Surroundings surroundings;
  private final CommandLine root;

  CommandTree(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.root = build(surroundings);
  }

  private static CommandLine build(Surroundings world) {
    var root = new CommandLine(new RootCommand());
    root.addSubcommand(configured(new DaemonCommand(world)));
    root.addSubcommand(new SubmitCommand(world));
    root.addSubcommand(
        group(
            new Groups.Task(),
            new TaskListCommand(world),
            new TaskGetCommand(world),
            new TaskScheduleCommand(world),
            new TaskCancelCommand(world)));
    root.addSubcommand(
        group(
            new Groups.Run(),
            new RunListCommand(world),
            new RunGetCommand(world),
            new RunExplainCommand(world),
            new RunCancelCommand(world),
            new RunSuspendCommand(world),
            new RunResumeCommand(world),
            new RunPriorityCommand(world),
            new RunAddCommand(world)));
    root.addSubcommand(new StatsCommand(world));
    root.addSubcommand(
        group(
            new Groups.Engine(),
            new EngineStatusCommand(world),
            new EnginePauseCommand(world),
            new EngineResumeCommand(world)));
    root.addSubcommand(
        group(
            new Groups.Budget(),
            new BudgetShowCommand(world),
            new BudgetSetCommand(world),
            new BudgetReplenishCommand(world)));
    addOversight(root, world);
    root.addSubcommand(group(new Groups.Actor(), new ActorListCommand(world)));
    addTenancy(root, world);
    root.addSubcommand(
        group(new Groups.Events(), new EventsTailCommand(world), new EventsFireCommand(world)));
    root.addSubcommand(new StateCommand(world));
    root.addSubcommand(
        group(
            new Groups.Wal(),
            new WalVerifyCommand(world),
            new WalDumpCommand(world),
            new WalRepairCommand(world)));
    addTools(root, world);
    var config = new CommandLine(new Groups.Config());
    config.addSubcommand(configured(new ConfigPrintCommand(world)));
    config.addSubcommand(configured(new ConfigCheckCommand(world)));
    root.addSubcommand(config);
    root.addSubcommand(group(new Groups.Cron(), new CronNextCommand(world)));
    root.addSubcommand(new CompletionCommand(world));
    root.addSubcommand(new TourCommand(world));
    applyRules(root);
    return root;
  }

  private static void addOversight(CommandLine root, Surroundings world) {
    root.addSubcommand(
        group(
            new Groups.Limit(),
            new LimitListCommand(world),
            new LimitSetCommand(world),
            new LimitRemoveCommand(world)));
    root.addSubcommand(
        group(
            new Groups.Pause(),
            new PauseListCommand(world),
            new PauseSetCommand(world),
            new PauseRemoveCommand(world)));
    root.addSubcommand(
        group(
            new Groups.DeadLetter(),
            new DeadLetterListCommand(world),
            new DeadLetterRedriveCommand(world)));
    root.addSubcommand(
        group(
            new Groups.Approval(),
            new ApprovalListCommand(world),
            new ApprovalApproveCommand(world),
            new ApprovalRejectCommand(world)));
    root.addSubcommand(
        group(
            new Groups.Ledger(),
            new LedgerListCommand(world),
            new LedgerGetCommand(world),
            new LedgerAppendCommand(world)));
  }

  private static void addTenancy(CommandLine root, Surroundings world) {
    root.addSubcommand(
        group(
            new Groups.Tenant(),
            new TenantListCommand(world),
            new TenantGetCommand(world),
            new TenantCreateCommand(world),
            new TenantWeightCommand(world)));
    root.addSubcommand(
        group(new Groups.Role(), new RoleGetCommand(world), new RoleAssignCommand(world)));
    root.addSubcommand(
        group(new Groups.Grant(), new GrantAddCommand(world), new GrantRemoveCommand(world)));
  }

  private static void addTools(CommandLine root, Surroundings world) {
    root.addSubcommand(
        group(
            new Groups.Snapshot(),
            new SnapshotCreateCommand(world),
            new SnapshotVerifyCommand(world),
            new SnapshotShowCommand(world)));
    root.addSubcommand(new InspectCommand(world));
    root.addSubcommand(new CompactCommand(world));
    root.addSubcommand(new BackupCommand(world));
    root.addSubcommand(new RestoreCommand(world));
    root.addSubcommand(new ExportCommand(world));
  }

  private static CommandLine configured(ConfiguredCommand command) {
    var line = new CommandLine(command);
    command.addFlags(line.getCommandSpec());
    return line;
  }

  private static CommandLine group(Object group, CliCommand... commands) {
    var line = new CommandLine(group);
    for (CliCommand command : commands) {
      line.addSubcommand(command);
    }
    return line;
  }

  /// The last of two values wins; no shortcuts, no files of arguments.
  private static void applyRules(CommandLine root) {
    root.registerConverter(String.class, ArgumentWords::unmarked)
        .setOverwrittenOptionsAllowed(true)
        .setPosixClusteredShortOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_WIDTH);
    addHelp(root.getCommandSpec());
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
  }

  private static void addHelp(CommandSpec spec) {
    spec.usageMessage()
        .abbreviateSynopsis(true)
        .synopsisHeading("%nUsage: ")
        .descriptionHeading(spec.usageMessage().description().length == 0 ? "" : "%n")
        .parameterListHeading("%nParameters:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading("%n");
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Print this help.").build());
    Set<CommandLine> below = new HashSet<>(spec.subcommands().values()); // aliases name one twice
    below.forEach(line -> addHelp(line.getCommandSpec()));
  }

  /// Parses and carries out one command.
  ///
  /// @return the exit code of success
  int run(String... args) {
    ArgumentWords words = ArgumentWords.of(root, args);
    if (words.help() != null) {
      return say(words.help().getUsageMessage(surroundings.isOutColoured() ? Ansi.ON : Ansi.OFF));
    }
    ParseResult result = parse(words.toArray());
    if (result.isVersionHelpRequested()) {
      return say(Version.line() + "\n");
    }
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return switch (result.commandSpec().userObject()) {
      case CliCommand command -> command.call();
      case Object _ -> throw ParseFailures.missingCommand(result.commandSpec());
    };
  }

  private ParseResult parse(String... args) {
    try {
      return root.parseArgs(args);
    } catch (ParameterException e) {
      throw ParseFailures.of(e);
    }
  }

  private int say(String text) {
    try {
      surroundings.out().write(text.getBytes(StandardCharsets.UTF_8));
      surroundings.out().flush();
      return 0;
    } catch (IOException e) {
      throw new CliCommand.OutputClosed(e);
    }
  }

  /// The tree, for what is made from it.
  CommandLine root() {
    return root;
  }
}
