package io.actionqueue.simulation;

import io.actionqueue.Outcome;
import io.actionqueue.Principal;
import java.util.function.UnaryOperator;

/// What reaches the engine otherwise than the judges believe, for those who test the test.
///
/// @param outcome what handlers answer
/// @param principal on whose behalf something is asked
record Twist(UnaryOperator<Outcome> outcome, UnaryOperator<Principal> principal) {
  /// Everything is as it is believed to be.
  static final Twist NONE = new Twist(UnaryOperator.identity(), UnaryOperator.identity());
}
