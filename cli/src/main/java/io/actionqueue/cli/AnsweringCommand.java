package io.actionqueue.cli;

import io.actionqueue.cli.terminal.PrettyJson;
import io.actionqueue.cli.terminal.Surroundings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command whose result is for programs or for people, as asked.
abstract class AnsweringCommand extends CliCommand {
  private boolean json;

  AnsweringCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Option(names = "--json", description = "Print a JSON document.")
  final void json(boolean on) {
    json = on;
  }

  /// Whether a document is asked for.
  final boolean isJson() {
    return json;
  }

  /// Prints an answer in the form that is asked for.
  ///
  /// @return the exit code of success
  final int print(Answer answer) {
    if (json) {
      print(answer.document().get());
    } else {
      answer.text().get().forEach(this::line);
      flush();
    }
    return 0;
  }

  final void print(Map<String, @Nullable Object> document) {
    line(PrettyJson.pretty(document));
    flush();
  }
}
