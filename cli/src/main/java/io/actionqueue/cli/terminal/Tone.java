package io.actionqueue.cli.terminal;

import io.actionqueue.client.wire.TaskStatus;
import io.actionqueue.core.run.RunState;

/// How a word looks on a terminal with colours.
public enum Tone {
  /// As the terminal shows text.
  PLAIN(""),
  /// Headings and what the eye should find.
  STRONG("1"),
  /// What the eye may pass over.
  FAINT("2"),
  /// Ended well.
  GOOD("32"),
  /// Ended badly.
  BAD("31"),
  /// Going on.
  BUSY("36"),
  /// Waiting for something.
  WAITING("33");

  private final String codes;

  Tone(String codes) {
    this.codes = codes;
  }

  /// The tone of a run's state.
  public static Tone of(RunState state) {
    return switch (state) {
      case SCHEDULED, READY -> PLAIN;
      case LEASED, RUNNING -> BUSY;
      case RETRY_WAIT, SUSPENDED -> WAITING;
      case COMPLETED -> GOOD;
      case FAILED -> BAD;
      case CANCELED -> FAINT;
    };
  }

  /// The tone of a task's status.
  public static Tone of(TaskStatus status) {
    return switch (status) {
      case OPEN -> PLAIN;
      case COMPLETED -> GOOD;
      case FAILED -> BAD;
      case CANCELED -> FAINT;
    };
  }

  /// The text between the tone's escape sequences.
  public String paint(String text) {
    return codes.isEmpty() || text.isEmpty() ? text : "\u001b[" + codes + "m" + text + "\u001b[0m";
  }
}
