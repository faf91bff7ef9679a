package io.actionqueue.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Readiness in words and statuses.
class HealthRoutesTest {
  @ParameterizedTest
  @DisplayName("A-486: what the daemon's state maps to")
  @CsvSource({
    "ready, 200",
    "bootstrap_incomplete, 503",
    "config_invalid, 503",
    "recovering, 503",
    "draining, 503",
    "wal_failed, 503"
  })
  void everyReasonButReadyIsUnavailable(String reason, int status) {
    var ready =
        HealthRoutes.of(() -> reason).stream()
            .filter(route -> route.pattern().equals("/ready"))
            .findFirst()
            .orElseThrow();
    var answer =
        (ApiResponse.Whole)
            ready.handler().handle(ApiRequest.of("GET", "/ready", Map.of()), Caller.ANYBODY);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().toUtf8()).isEqualTo("{\"status\":\"" + reason + "\"}");
  }
}
