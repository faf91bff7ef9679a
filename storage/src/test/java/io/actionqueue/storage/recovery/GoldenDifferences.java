package io.actionqueue.storage.recovery;

import io.actionqueue.storage.wal.ScanPolicy;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The golden directories in which we decide otherwise than the original, each with its reason
/// (decisions S-24, S-39). Everything that is not listed here has to agree.
final class GoldenDifferences {
  /// Refused by us, opened by the original.
  private static final Map<String, String> REFUSED =
      Map.of(
          "corrupt/snapshot-gap-after",
          "01 §9.4: the original drops the events behind the gap without a word",
          "corrupt/snapshot-gap-after-full-log",
          "01 §9.4: the original drops the events behind the gap without a word",
          "corrupt/snapshot-corrupt-log-prefix-removed",
          "01 §9.4: without the snapshot the state would be incomplete");

  /// Opened by us under every policy, refused by the original.
  private static final Pattern OPENED = Pattern.compile("corrupt/wal-cron-unbounded-.*");

  /// Opened by us unless the policy is strict (S-31).
  private static final Pattern OPENED_UNLESS_STRICT =
      Pattern.compile(
          "corrupt/(wal-tail-header-.*|wal-tail-payload-cut.*|wal-only-partial-record"
              + "|snapshot-and-corrupt-log-tail|wal-zero-tail-.*|wal-all-zero)");

  /// Values that differ: directory, then the places in the projection.
  private static final Map<String, List<String>> VALUES =
      Map.of(
          // 01 §10.3: the close of a lease in Leased leaves a history entry.
          "corrupt/replay-lease-expired-while-leased",
          List.of("/runs/1/run_instance/last_state_change_at", "/runs/1/state_history"),
          "corrupt/replay-lease-release-while-leased",
          List.of("/runs/1/run_instance/last_state_change_at", "/runs/1/state_history"),
          "lifecycle",
          List.of("/runs/36/state_history"),
          // 01 §9.5: what the file says is restored.
          "snapshot-empty-wal",
          List.of("/actors/0/last_heartbeat_at"),
          "snapshot-exact",
          List.of("/actors/0/last_heartbeat_at"),
          "snapshot-only-format",
          List.of("/actors/1/last_heartbeat_at", "/runs/[0-8]/run_instance/effective_priority"),
          "snapshot-only-format-paused",
          List.of("/actors/1/last_heartbeat_at", "/runs/[0-8]/run_instance/effective_priority"));

  /// 01 §9.1: the writer goes on behind the snapshot where the log is empty.
  private static final List<String> WRITER_SEQUENCE =
      List.of("snapshot-empty-wal", "snapshot-only-format", "snapshot-only-format-paused");

  private GoldenDifferences() {}

  /// Whether a directory opens although the original refuses it, or the other way round; null if we
  /// agree with the original.
  static @Nullable Boolean opens(String name, ScanPolicy policy) {
    if (REFUSED.containsKey(name)) {
      return false;
    }
    boolean lenient = policy != ScanPolicy.STRICT && OPENED_UNLESS_STRICT.matcher(name).matches();
    return lenient || OPENED.matcher(name).matches() ? true : null;
  }

  /// Whether a value of the projection may differ.
  static boolean mayDiffer(String name, String place) {
    return VALUES.getOrDefault(name, List.of()).stream().anyMatch(place::matches);
  }

  /// Whether the writer's sequence differs.
  static boolean writerGoesOnBehindTheSnapshot(String name) {
    return WRITER_SEQUENCE.contains(name);
  }

  /// Whether a frame that is unknown to the original is one that we know and cannot decode (D1):
  /// refused at the same place for another reason.
  static boolean isReadAsBatch(String name) {
    return name.equals("corrupt/wal-tail-version-6");
  }
}
