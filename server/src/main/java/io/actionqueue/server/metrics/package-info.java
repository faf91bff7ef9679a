/// Metrics in Prometheus text format 0.0.4.
///
/// The families of spec 04 §9 are our own ([MetricRegistry], [QueueMetrics]): gauges whose names
/// end in `_total`, numbers without a decimal point and samples in label order are part of the
/// contract, and the Prometheus client library refuses the first and does not do the second.
/// Everything beside them (JVM, HTTP requests) is Micrometer's ([ProcessMetrics]). [Exposition]
/// puts both in the order of names.
@NullMarked
package io.actionqueue.server.metrics;

import org.jspecify.annotations.NullMarked;
