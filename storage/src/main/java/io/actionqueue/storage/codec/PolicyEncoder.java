package io.actionqueue.storage.codec;

import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import org.jspecify.annotations.Nullable;

/// Writes the options of a task. Format: docs/format/events.md §5.
final class PolicyEncoder {
  private PolicyEncoder() {}

  /// Every option but the further keys, also those that are absent.
  static void full(PayloadSink out, TaskPolicy policy) {
    RetryPolicy retry = policy.retry();
    out.u8(retry == null ? 0 : 1);
    if (retry != null) {
      retry(out, retry);
    }
    MisfirePolicy misfire = policy.misfire();
    out.u8(misfire == null ? 0 : 1);
    if (misfire != null) {
      misfire(out, misfire);
    }
    out.u8(policy.awaitChildren().ordinal());
    out.u8(policy.onReplenish().ordinal());
    out.optionalVarint(policy.startWithinMillis());
    out.optionalVarint(policy.deadlineMillis());
    out.varint(policy.keyPermits());
    Integer interruptions = policy.maxInterruptions();
    out.u8(interruptions == null ? 0 : 1);
    if (interruptions != null) {
      out.varint(interruptions);
    }
    OnUncertain uncertain = policy.onUncertain();
    out.u8(uncertain == null ? 0 : 1);
    if (uncertain != null) {
      out.u8(uncertain.ordinal());
    }
    out.optionalVarint(policy.progressWithinMillis());
  }

  /// Which options there are, a bit for each, then those, the further keys included.
  static void compact(PayloadSink out, TaskPolicy policy) {
    int bits = PolicyBits.of(policy);
    if (bits == 0) {
      out.refuse("options that are none");
    }
    out.varint(bits);
    RetryPolicy retry = policy.retry();
    if (retry != null) {
      retry(out, retry);
    }
    varint(out, policy.startWithinMillis());
    varint(out, policy.deadlineMillis());
    if ((bits & PolicyBits.KEY_PERMITS) != 0) {
      out.varint(policy.keyPermits());
    }
    if ((bits & PolicyBits.FURTHER_KEYS) != 0) {
      out.texts(policy.furtherKeys());
    }
    if (policy.awaitChildren() != AwaitChildren.NO) {
      out.u8(policy.awaitChildren().ordinal());
    }
    varint(out, policy.progressWithinMillis());
    MisfirePolicy misfire = policy.misfire();
    if (misfire != null) {
      misfire(out, misfire);
    }
    Integer interruptions = policy.maxInterruptions();
    if (interruptions != null) {
      out.varint(interruptions);
    }
    OnUncertain uncertain = policy.onUncertain();
    if (uncertain != null) {
      out.u8(uncertain.ordinal());
    }
  }

  private static void varint(PayloadSink out, @Nullable Long value) {
    if (value != null) {
      out.varint(value);
    }
  }

  private static void retry(PayloadSink out, RetryPolicy retry) {
    out.u8(retry.strategy().ordinal());
    out.varint(retry.baseMillis());
    out.varint(retry.maxMillis());
    out.u8(retry.jitter().ordinal());
    out.optionalVarint(retry.maxElapsedMillis());
  }

  private static void misfire(PayloadSink out, MisfirePolicy misfire) {
    switch (misfire) {
      case MisfirePolicy.CatchUpAll() -> out.u8(0);
      case MisfirePolicy.CatchUpLast(long count, long grace) -> {
        out.u8(1);
        out.varint(count);
        out.varint(grace);
      }
      case MisfirePolicy.Skip(long grace) -> {
        out.u8(2);
        out.varint(grace);
      }
      case MisfirePolicy.Coalesce(long grace) -> {
        out.u8(3);
        out.varint(grace);
      }
    }
  }
}
