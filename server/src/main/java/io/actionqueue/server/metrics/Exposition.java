package io.actionqueue.server.metrics;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The body of `GET /metrics`. Thread-safe: scrapes come one after the other.
public final class Exposition {
  /// The content type.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4";

  private static final String HELP = "# HELP ";

  private final MetricRegistry registry = new MetricRegistry();
  private final QueueMetrics queue = new QueueMetrics(registry);
  private final Supplier<QueueSample> source;
  private final ProcessMetrics process;

  private Exposition(Supplier<QueueSample> source, ProcessMetrics process) {
    this.source = source;
    this.process = process;
  }

  /// An exposition.
  ///
  /// @param source samples the queue at every scrape
  /// @param process metrics of the process
  public static Exposition of(Supplier<QueueSample> source, ProcessMetrics process) {
    return new Exposition(source, process);
  }

  /// All families in the order of their names.
  public synchronized byte[] scrape() {
    queue.update(source.get());
    SortedMap<String, String> blocks = registry.render();
    blocks.putAll(split(process.scrape()));
    return String.join("", blocks.values()).getBytes(StandardCharsets.UTF_8);
  }

  /// The families of a text, each with its comment lines, by name.
  private static SortedMap<String, String> split(String text) {
    var blocks = new TreeMap<String, String>();
    String rest = text;
    while (rest.startsWith(HELP)) {
      int next = rest.indexOf("\n" + HELP);
      String block = next < 0 ? rest : rest.substring(0, next + 1);
      blocks.put(block.substring(HELP.length(), block.indexOf(' ', HELP.length())), block);
      rest = rest.substring(block.length());
    }
    return blocks;
  }
}
