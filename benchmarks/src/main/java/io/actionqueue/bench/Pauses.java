package io.actionqueue.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/// The pauses of the collector since the last look.
final class Pauses {
  private int count;
  private long millis;
  private long longest;

  private Pauses() {}

  /// Begins to listen.
  static Pauses listen() {
    var pauses = new Pauses();
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, _) -> {
              if (notification.getUserData() instanceof CompositeData data) {
                var info = GarbageCollectionNotificationInfo.from(data);
                pauses.add(info.getGcInfo().getDuration());
              }
            },
            null,
            null);
      }
    }
    return pauses;
  }

  private synchronized void add(long duration) {
    count++;
    millis += duration;
    longest = Math.max(longest, duration);
  }

  /// `3 pauses, 120 ms, longest 60 ms`, and begins anew.
  synchronized String take() {
    String text =
        String.format(Locale.ROOT, "%d pauses, %d ms, longest %d ms", count, millis, longest);
    count = 0;
    millis = 0;
    longest = 0;
    return text;
  }
}
