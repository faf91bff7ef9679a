package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;

/// Whole numbers from the command line.
final class NumberText {
  private NumberText() {}

  /// A number in a range.
  ///
  /// @param name what the value belongs to
  static int in(String name, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below, for both.
    }
    throw CliFailure.badInput(
        name + " must be an integer from " + least + " to " + most + ", was '" + text + "'");
  }
}
