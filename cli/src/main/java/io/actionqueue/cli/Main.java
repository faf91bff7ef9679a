package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.PrettyJson;
import io.actionqueue.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Where the program begins and ends.
public final class Main {
  private static final int DEFECT_EXIT_CODE = 4;

  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(Surroundings.ofProcess(), args));
  }

  /// Runs one command.
  ///
  /// @return its exit code
  static int run(Surroundings surroundings, String... args) {
    try {
      return new CommandTree(surroundings).run(args);
    } catch (CliFailure failure) {
      report(surroundings, failure.kind().wireName(), failure.code(), failure.sentence());
      return failure.kind().exitCode();
    } catch (CliCommand.OutputClosed closed) {
      if (closed.isReaderGone()) {
        return 0;
      }
      CliFailure failure = closed.toFailure();
      report(surroundings, failure.kind().wireName(), failure.code(), failure.sentence());
      return failure.kind().exitCode();
    } catch (RuntimeException | StackOverflowError defect) {
      report(surroundings, "runtime", "internal_error", defect.toString());
      return DEFECT_EXIT_CODE;
    }
  }

  /// The one line that a failure is (spec 04 §10.2).
  private static void report(Surroundings surroundings, String kind, String code, String message) {
    String line =
        "{\"error_kind\":%s,\"error_code\":%s,\"message\":%s}%n"
            .formatted(
                PrettyJson.quoted(kind), PrettyJson.quoted(code), PrettyJson.quoted(message));
    try {
      surroundings.err().write(line.getBytes(StandardCharsets.UTF_8));
      surroundings.err().flush();
    } catch (IOException _) {
      // The exit code is all that is left to tell it.
    }
  }
}
