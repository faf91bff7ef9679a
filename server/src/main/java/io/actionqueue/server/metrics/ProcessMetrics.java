package io.actionqueue.server.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/// Metrics of the process: its JVM and the HTTP requests that it answered. Thread-safe.
public final class ProcessMetrics implements AutoCloseable {
  private static final Duration[] REQUEST_BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  private ProcessMetrics() {}

  /// Begins to measure.
  public static ProcessMetrics start() {
    var metrics = new ProcessMetrics();
    new JvmMemoryMetrics().bindTo(metrics.registry);
    new JvmThreadMetrics().bindTo(metrics.registry);
    new ProcessorMetrics().bindTo(metrics.registry);
    metrics.garbage.bindTo(metrics.registry);
    return metrics;
  }

  /// Counts an answered request.
  ///
  /// @param method in upper case, of the closed set that routes know; others are `OTHER`
  /// @param route the pattern of its route, `none` where there is none
  /// @param status of the answer
  /// @param nanos how long it took
  public void requestAnswered(String method, String route, int status, long nanos) {
    Timer.builder("actionqueue.http.request.duration")
        .description("Seconds that HTTP requests took.")
        .tag("method", method)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(REQUEST_BOUNDS)
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  /// The text of all families, in the registry's own order.
  String scrape() {
    return registry.scrape("text/plain; version=0.0.4");
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
