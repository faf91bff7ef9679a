package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What the parser's complaints are called (spec 04 §10.1).
final class ParseFailures {
  private ParseFailures() {}

  static CliFailure of(ParameterException complaint) {
    if (complaint.getCause() instanceof CliFailure own) {
      return own; // an option that checks its value itself
    }
    CommandSpec spec = complaint.getCommandLine().getCommandSpec();
    return switch (complaint) {
      case UnmatchedArgumentException unmatched -> unmatched(spec, unmatched);
      case MissingParameterException missing when lacksOnlyPlaces(missing) ->
          CliFailure.badInput(missing.getMissing().getFirst().paramLabel() + " is required");
      case ParameterException other ->
          CliFailure.usage("usage_parse_error", String.valueOf(other.getMessage()));
    };
  }

  private static boolean lacksOnlyPlaces(MissingParameterException missing) {
    List<ArgSpec> lacking = missing.getMissing();
    return !lacking.isEmpty() && lacking.stream().allMatch(ArgSpec::isPositional);
  }

  private static CliFailure unmatched(CommandSpec spec, UnmatchedArgumentException complaint) {
    String first = complaint.getUnmatched().getFirst();
    if (!spec.subcommands().isEmpty()) {
      String hint = suggestion(first, spec.subcommands().keySet());
      return CliFailure.usage(
          "usage_invalid_command",
          "unknown command '"
              + first
              + "'; "
              + (hint.isEmpty() ? "there are " + names(spec) : hint));
    }
    if (!first.startsWith("-")) {
      return CliFailure.badInput("unexpected argument '" + first + "'");
    }
    String hint = suggestion(first, spec.optionsMap().keySet());
    return CliFailure.usage(
        "usage_parse_error",
        "unknown option '" + first + "'" + (hint.isEmpty() ? "" : "; " + hint));
  }

  private static String suggestion(String word, Collection<String> names) {
    List<String> close = Closest.to(word, names);
    return close.isEmpty() ? "" : "did you mean " + String.join(" or ", close) + "?";
  }

  static CliFailure missingCommand(CommandSpec spec) {
    return CliFailure.usage(
        "usage_missing_command", "'" + spec.qualifiedName() + "' needs a command: " + names(spec));
  }

  private static String names(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .map(line -> line.getCommandSpec().name())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
