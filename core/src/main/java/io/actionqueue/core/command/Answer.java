package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import java.util.List;

/// Short forms that all deciders share.
final class Answer {
  private Answer() {}

  static Decision accept(Event event) {
    return new Decision.Accepted(List.of(event));
  }

  static Decision accept(List<Event> events) {
    return new Decision.Accepted(events);
  }

  static Decision reject(Rejection rejection) {
    return new Decision.Rejected(rejection);
  }

  /// Whole seconds in milliseconds, unsigned; what does not fit is the last millisecond that does.
  static long millis(long seconds) {
    boolean fits = Long.compareUnsigned(seconds, Long.divideUnsigned(-1L, 1000)) <= 0;
    return fits ? seconds * 1000 : -1L;
  }

  /// The later of two instants: time does not run backwards in what is written (02-W-6).
  static long notBefore(long timestamp, long earlier) {
    return Long.compareUnsigned(timestamp, earlier) < 0 ? earlier : timestamp;
  }
}
