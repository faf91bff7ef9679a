package io.actionqueue;

/// What can go wrong at the edge of the engine, as unchecked exceptions with a stable [#code()].
public abstract sealed class ActionQueueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  ActionQueueException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  ActionQueueException(String code, String message) {
    super(message);
    this.code = code;
  }

  /// Stable and in snake case.
  public String code() {
    return code;
  }

  /// A refused request: nothing was written.
  public static final class Refused extends ActionQueueException {
    private static final long serialVersionUID = 1;

    /// Wraps a refusal.
    public Refused(Refusal refusal) {
      super(refusal.code(), refusal.message());
    }
  }

  /// The directory could not be opened; it is as it was.
  public static final class OpenFailed extends ActionQueueException {
    private static final long serialVersionUID = 1;

    /// Wraps the storage failure.
    public OpenFailed(String code, String message, Throwable cause) {
      super(code, message, cause);
    }
  }

  /// The log failed while the request was under way: whether it took effect is known after
  /// reopening (P-5).
  public static final class OutcomeUnknown extends ActionQueueException {
    private static final long serialVersionUID = 1;

    /// The sequence that the request would have had.
    private final long sequence;

    /// Wraps the log's failure.
    public OutcomeUnknown(long sequence, Throwable cause) {
      super(
          "outcome_unknown",
          "the log failed before sequence "
              + Long.toUnsignedString(sequence)
              + " was known durable: "
              + cause,
          cause);
      this.sequence = sequence;
    }

    /// The sequence that the request would have had, unsigned.
    public long sequence() {
      return sequence;
    }
  }

  /// The engine has stopped because of an earlier failure; reopen the directory.
  public static final class EngineFailed extends ActionQueueException {
    private static final long serialVersionUID = 1;

    /// Wraps the first cause.
    public EngineFailed(Throwable cause) {
      super("engine_failed", "the engine has stopped: " + cause, cause);
    }
  }

  /// The engine was closed, or is closing and takes no more work.
  public static final class Closed extends ActionQueueException {
    private static final long serialVersionUID = 1;

    /// A refusal because of closing.
    public Closed() {
      super("engine_closed", "the engine is closed");
    }
  }
}
