package io.actionqueue.core.run;

import org.jspecify.annotations.Nullable;

/// What cut an attempt off (S-34). It is recorded as a failure whose error is `interrupted: ` and
/// the cause's text, with a verdict behind it where there is one.
public enum Interruption {
  /// The process that executed it is gone.
  CRASH("crash", true),
  /// The engine was closed before the handler returned.
  SHUTDOWN("shutdown", false),
  /// A remote worker's lease ran out.
  LEASE_LOST("lease lost", true),
  /// The run or its task was canceled.
  CANCELED("canceled", false),
  /// Its worker gave the run back.
  RELEASED("released", false);

  /// The verdict on a transactional task: nobody knows whether its effects happened.
  public static final String UNCERTAIN = "uncertain";

  /// The verdict on a run that was interrupted more often than allowed.
  public static final String TOO_OFTEN = "too often";

  private final String text;
  private final boolean counted;

  Interruption(String text, boolean counted) {
    this.text = text;
    this.counted = counted;
  }

  /// The words behind the prefix, such as `lease lost`.
  public String text() {
    return text;
  }

  /// Whether it counts towards `max_interruptions` (S-35).
  public boolean isCounted() {
    return counted;
  }

  /// The outcome that records it.
  public AttemptOutcome outcome() {
    return AttemptOutcome.failure(AttemptOutcome.INTERRUPTED_PREFIX + text);
  }

  /// The outcome that records it with a verdict.
  public AttemptOutcome outcome(String verdict) {
    return AttemptOutcome.failure(AttemptOutcome.INTERRUPTED_PREFIX + text + "; " + verdict);
  }

  /// The cause that an error text records; null if it records none that is known.
  public static @Nullable Interruption of(String error) {
    if (!error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX)) {
      return null;
    }
    String rest = error.substring(AttemptOutcome.INTERRUPTED_PREFIX.length());
    for (Interruption cause : values()) {
      if (rest.equals(cause.text) || rest.startsWith(cause.text + "; ")) {
        return cause;
      }
    }
    return null;
  }
}
