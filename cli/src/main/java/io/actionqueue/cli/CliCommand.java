package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/// A command. Used once: options are fields that the parser fills.
abstract class CliCommand implements Callable<Integer> {
  final Surroundings surroundings;

  CliCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Does the work.
  ///
  /// @return the exit code
  @Override
  public abstract Integer call();

  final void line(String text) {
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  final void write(byte[] bytes) {
    try {
      surroundings.out().write(bytes);
    } catch (IOException e) {
      throw new OutputClosed(e);
    }
  }

  final void flush() {
    try {
      surroundings.out().flush();
    } catch (IOException e) {
      throw new OutputClosed(e);
    }
  }

  /// Says something on stderr that is no failure.
  final void warn(String sentence) {
    say("actionqueue: warning: " + sentence);
  }

  /// Says something to whoever watches stderr.
  final void say(String sentence) {
    try {
      surroundings.err().write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
      surroundings.err().flush();
    } catch (IOException _) {
      // What nobody can be told is no reason to fail.
    }
  }

  /// Results have nowhere to go.
  static final class OutputClosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputClosed(IOException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }

    /// Whether the reader has seen enough, as with `| head`.
    boolean isReaderGone() {
      return String.valueOf(getMessage()).contains("Broken pipe");
    }

    CliFailure toFailure() {
      return CliFailure.runtime("output_failed", "cannot write results: " + getMessage());
    }
  }
}
