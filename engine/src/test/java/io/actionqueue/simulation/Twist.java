package io.actionqueue.simulation;

import io.actionqueue.Outcome;
import io.actionqueue.Principal;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.policy.Limit;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/// What reaches the engine otherwise than the judges believe, for those who test the test.
///
/// @param outcome what handlers answer
/// @param principal on whose behalf something is asked
/// @param due when a further run is to be due
/// @param registration as what a worker registers
/// @param limit what the judges believe of a limit that reaches the engine
/// @param weight by what weight the judges believe that a tenant takes turns at limits
record Twist(
    UnaryOperator<Outcome> outcome,
    UnaryOperator<Principal> principal,
    LongUnaryOperator due,
    Registrar registration,
    UnaryOperator<Limit> limit,
    IntUnaryOperator weight) {
  /// Everything is as it is believed to be.
  static final Twist NONE =
      new Twist(
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          LongUnaryOperator.identity(),
          worker -> worker,
          UnaryOperator.identity(),
          weight -> weight);

  /// As what a worker registers.
  @FunctionalInterface
  interface Registrar {
    ActorRegistration of(ActorRegistration asked);
  }

  Twist ofOutcomes(UnaryOperator<Outcome> other) {
    return new Twist(other, principal, due, registration, limit, weight);
  }

  Twist ofPrincipals(UnaryOperator<Principal> other) {
    return new Twist(outcome, other, due, registration, limit, weight);
  }

  Twist ofDueTimes(LongUnaryOperator other) {
    return new Twist(outcome, principal, other, registration, limit, weight);
  }

  Twist ofRegistrations(Registrar other) {
    return new Twist(outcome, principal, due, other, limit, weight);
  }

  Twist ofLimits(UnaryOperator<Limit> other) {
    return new Twist(outcome, principal, due, registration, other, weight);
  }

  Twist ofWeights(IntUnaryOperator other) {
    return new Twist(outcome, principal, due, registration, limit, other);
  }
}
