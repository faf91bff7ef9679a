package io.actionqueue.core.subscription;

/// How often a subscription triggers (spec 03 §9.6). Ordinals are wire numbers.
public enum SubscriptionMode {
  /// Once: trigger, promotion, consumed. The default.
  ONE_SHOT,
  /// With every event, each of which gives one promotion credit.
  REPEATING
}
