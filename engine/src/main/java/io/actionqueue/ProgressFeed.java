package io.actionqueue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who hears of progress. Listeners are added by any thread and told on the engine thread.
final class ProgressFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressFeed.class);

  private final List<Consumer<ProgressNotice>> listeners = new CopyOnWriteArrayList<>();

  void add(Consumer<ProgressNotice> listener) {
    listeners.add(listener);
  }

  void tell(ProgressNotice notice) {
    for (Consumer<ProgressNotice> listener : listeners) {
      try {
        listener.accept(notice);
      } catch (RuntimeException broken) {
        LOG.warn("a listener threw at progress of run {}", notice.runId(), broken);
      }
    }
  }
}
