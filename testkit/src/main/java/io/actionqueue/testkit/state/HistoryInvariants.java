package io.actionqueue.testkit.state;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The invariants of spec 02 §8 that two states of one history show: what may only grow, and what
/// never changes. Stateless and thread-safe.
public final class HistoryInvariants {
  private HistoryInvariants() {}

  /// Fails with every broken invariant.
  ///
  /// @param earlier the state before some events
  /// @param later the state after them, without retention
  /// @throws AssertionError if there is one
  public static void check(StateImage earlier, StateImage later) {
    List<String> violations = violations(earlier, later);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "broken invariants from sequence %s to %s:\n  %s"
              .formatted(
                  Long.toUnsignedString(earlier.sequence()),
                  Long.toUnsignedString(later.sequence()),
                  String.join("\n  ", violations)));
    }
  }

  /// Every broken invariant, each as its number and a sentence.
  public static List<String> violations(StateImage earlier, StateImage later) {
    List<String> found = new ArrayList<>();
    if (Long.compareUnsigned(later.sequence(), earlier.sequence()) < 0) {
      found.add("INV-10 the sequence went back");
    }
    checkTasks(earlier, later, found);
    checkRuns(earlier, later, found);
    checkDependencies(earlier, later, found);
    checkSubscriptions(earlier, later, found);
    boolean ledgerGrew =
        later.ledger().size() >= earlier.ledger().size()
            && later.ledger().subList(0, earlier.ledger().size()).equals(earlier.ledger());
    if (!ledgerGrew) {
      found.add("INV-53 an earlier ledger entry changed");
    }
    return found;
  }

  /// INV-39 and INV-40.
  private static void checkTasks(StateImage earlier, StateImage later, List<String> found) {
    Map<TaskId, StateImage.Task> tasks = index(later.tasks(), task -> task.spec().id());
    for (StateImage.Task before : earlier.tasks()) {
      StateImage.Task after = tasks.get(before.spec().id());
      if (after == null
          || !after.spec().equals(before.spec())
          || after.createdAt() != before.createdAt()) {
        found.add("INV-39 task " + before.spec().id() + " is gone or changed");
      } else if (before.canceledAt() != null && !before.canceledAt().equals(after.canceledAt())) {
        found.add("INV-40 task " + before.spec().id() + " was canceled again or revived");
      }
    }
  }

  /// INV-24, INV-35, INV-39 and the histories of INV-8 and INV-54.
  private static void checkRuns(StateImage earlier, StateImage later, List<String> found) {
    Map<RunId, StateImage.Run> runs = index(later.runs(), run -> run.instance().id());
    for (StateImage.Run before : earlier.runs()) {
      RunId id = before.instance().id();
      StateImage.Run after = runs.get(id);
      if (after == null
          || !after.instance().taskId().equals(before.instance().taskId())
          || after.instance().createdAt() != before.instance().createdAt()
          || after.instance().scheduledAt() != before.instance().scheduledAt()) {
        found.add("INV-39 run " + id + " is gone or changed");
        continue;
      }
      if (!startsWith(after.history(), before.history())) {
        found.add("INV-8 the past of run " + id + " changed");
      }
      if (after.instance().attemptCount() < before.instance().attemptCount()) {
        found.add("INV-24 run " + id + " has fewer attempts");
      }
      if (before.instance().state().isTerminal()
          && after.attempts().size() > before.attempts().size()) {
        found.add("INV-54 run " + id + " started an attempt after its end");
      }
      if (!leaseGoesOn(before.lease(), after.lease())) {
        found.add("INV-35 the lease of run " + id + " shrank");
      }
    }
  }

  /// Two leases of one owner and the same beginning are one tenure.
  private static boolean leaseGoesOn(
      StateImage.@Nullable Lease before, StateImage.@Nullable Lease after) {
    if (before == null || after == null || before.acquiredAt() != after.acquiredAt()) {
      return true;
    }
    return !before.owner().equals(after.owner())
        || Long.compareUnsigned(after.expiry(), before.expiry()) >= 0;
  }

  /// INV-45.
  private static void checkDependencies(StateImage earlier, StateImage later, List<String> found) {
    Map<TaskId, StateImage.Dependencies> declared =
        index(later.dependencies(), StateImage.Dependencies::taskId);
    for (StateImage.Dependencies before : earlier.dependencies()) {
      StateImage.Dependencies after = declared.get(before.taskId());
      if (after == null || !new HashSet<>(after.dependsOn()).containsAll(before.dependsOn())) {
        found.add("INV-45 task " + before.taskId() + " lost a prerequisite");
      }
    }
  }

  /// INV-49.
  private static void checkSubscriptions(StateImage earlier, StateImage later, List<String> found) {
    var subscriptions = index(later.subscriptions(), StateImage.Subscription::subscriptionId);
    for (StateImage.Subscription before : earlier.subscriptions()) {
      StateImage.Subscription after = subscriptions.get(before.subscriptionId());
      boolean sound =
          after != null
              && Objects.equals(after.filter(), before.filter())
              && (before.canceledAt() == null || after.canceledAt() != null);
      if (!sound) {
        found.add("INV-49 subscription " + before.subscriptionId() + " is gone or changed");
      }
    }
  }

  private static boolean startsWith(
      List<StateImage.HistoryEntry> longer, List<StateImage.HistoryEntry> shorter) {
    return longer.size() >= shorter.size() && longer.subList(0, shorter.size()).equals(shorter);
  }

  private static <K, V> Map<K, V> index(List<V> values, Function<V, K> key) {
    Map<K, V> index = new HashMap<>();
    values.forEach(value -> index.put(key.apply(value), value));
    return index;
  }
}
