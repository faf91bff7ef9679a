package io.actionqueue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One reason why a run does not execute now (codes: S-57).
///
/// @param code `not_due`, `backoff`, `dependency`, `budget`, `concurrency_key`, `engine_paused`,
///   `no_capable_actor`, `suspended`, `no_free_slot`, `draining`, `previous_attempt_running`,
///   `rate_limit`, `limit` or `paused`
/// @param detail a sentence for people that names what is waited for
/// @param untilSecond epoch second at which the reason ends by itself, null if it does not
public record BlockReason(String code, String detail, @Nullable Long untilSecond) {
  /// When the reason ends by itself, if it does.
  public Optional<Long> until() {
    return Optional.ofNullable(untilSecond);
  }
}
