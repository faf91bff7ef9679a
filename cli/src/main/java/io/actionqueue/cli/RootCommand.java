package io.actionqueue.cli;

import picocli.CommandLine.Command;

/// The program as a whole.
@Command(
    name = "actionqueue",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    header = "A durable task engine: a jar and a directory.",
    footer = {
      "Exit codes: 0 done; 2 wrong usage; 3 refused input; 4 failed; 5 no answer from a daemon.",
      "Every failure is one line of JSON on stderr. New here? Run 'actionqueue tour'."
    })
final class RootCommand {}
