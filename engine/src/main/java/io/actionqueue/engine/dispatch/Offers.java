package io.actionqueue.engine.dispatch;

import java.util.function.Consumer;

/// Takes candidates that may try again.
interface Offers {
  /// Lets a candidate wait where whoever can do it looks.
  ///
  /// @return whether somebody looks there now
  boolean offer(Candidate candidate);

  /// The same for whom it is all one whether somebody looks.
  default Consumer<Candidate> unasked() {
    return candidate -> {
      boolean _ = offer(candidate);
    };
  }
}
