package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Files and standard input that the user names. Pipes are read too, as in `--payload <(date)`.
final class UserInput {
  private UserInput() {}

  /// The bytes of a file, or of standard input for `-`.
  ///
  /// @param failureCode what a failure is called
  static Bytes read(Surroundings surroundings, String name, String failureCode) {
    try {
      return Bytes.takeOver(
          name.equals("-") ? surroundings.in().readAllBytes() : Files.readAllBytes(Path.of(name)));
    } catch (IOException | InvalidPathException e) {
      throw CliFailure.validation(failureCode, "cannot read " + Failures.sentence(e));
    }
  }
}
