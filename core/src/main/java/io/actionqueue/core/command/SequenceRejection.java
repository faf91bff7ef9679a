package io.actionqueue.core.command;

/// Refusals for the position in the log (spec 02 §5.3). They go before all others.
public sealed interface SequenceRejection extends Rejection {
  /// The log has used up its sequence numbers.
  record SequenceOverflow() implements SequenceRejection {
    @Override
    public String message() {
      return "the log has used up its sequence numbers";
    }
  }

  /// The caller expected another sequence than the next one: it looked at an older state.
  ///
  /// @param expected the next sequence, unsigned
  /// @param provided what the caller expected, unsigned
  record NonMonotonicSequence(long expected, long provided) implements SequenceRejection {
    @Override
    public String message() {
      return "expected sequence "
          + Long.toUnsignedString(expected)
          + ", provided "
          + Long.toUnsignedString(provided);
    }
  }

  /// The event would be refused on replay, so it must not be written (02-W-1). Only a state that an
  /// old log left behind in disorder can lead here.
  ///
  /// @param refusal the kind of the refusal, as replay names it
  /// @param detail what replay would say
  record NotReplayable(String refusal, String detail) implements SequenceRejection {
    @Override
    public String message() {
      return "the event could not be replayed: " + refusal + ": " + detail;
    }
  }
}
