package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// Completion for shells.
@Command(
    name = "completion",
    sortOptions = false,
    header = "Print a completion script for bash and zsh.",
    footer = {"Use it by: source <(actionqueue completion)"})
final class CompletionCommand extends CliCommand {
  CompletionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    line(AutoComplete.bash("actionqueue", new CommandTree(surroundings).root()));
    flush();
    return 0;
  }
}
