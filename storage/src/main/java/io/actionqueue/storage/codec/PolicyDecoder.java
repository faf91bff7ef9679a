package io.actionqueue.storage.codec;

import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.policy.TaskPolicy.OnReplenish;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.util.ArrayList;
import java.util.List;

/// Reads what [PolicyEncoder] writes. The values' own rules apply as they are built: they raise
/// [io.actionqueue.core.InvalidValue]. Confined to one thread.
final class PolicyDecoder {
  private static final RetryPolicy.Strategy[] STRATEGIES = RetryPolicy.Strategy.values();
  private static final RetryPolicy.Jitter[] JITTERS = RetryPolicy.Jitter.values();
  private static final AwaitChildren[] AWAITS = AwaitChildren.values();
  private static final OnReplenish[] REPLENISHES = OnReplenish.values();
  private static final OnUncertain[] UNCERTAINS = OnUncertain.values();

  private final PayloadSource in;

  PolicyDecoder(PayloadSource in) {
    this.in = in;
  }

  /// Every option but the further keys.
  TaskPolicy full() throws MalformedPayload {
    return new TaskPolicy(
        in.isPresent() ? retry() : null,
        in.isPresent() ? misfire() : null,
        awaitChildren(),
        REPLENISHES[in.ordinal(REPLENISHES.length, "answer to a replenished budget")],
        in.optionalVarint(),
        in.optionalVarint(),
        (int) in.varint32(),
        in.isPresent() ? (Integer) (int) in.varint32() : null,
        in.isPresent() ? uncertain() : null,
        in.optionalVarint(),
        List.of());
  }

  /// Every option, the further keys behind the others.
  TaskPolicy fullWithKeys() throws MalformedPayload {
    return full().withFurtherKeys(keys());
  }

  /// The options whose bits are set. What its bit says to be there is not what it is by default:
  /// options have one form.
  TaskPolicy compact() throws MalformedPayload {
    int bits = (int) in.varint32();
    if (bits == 0 || (bits & ~PolicyBits.ALL) != 0) {
      throw new MalformedPayload(
          bits == 0
              ? "options that are none"
              : "unknown options: bits " + Integer.toHexString(bits));
    }
    RetryPolicy retry = has(bits, PolicyBits.RETRY) ? retry() : null;
    Long startWithin = has(bits, PolicyBits.START_WITHIN) ? (Long) in.varint() : null;
    Long deadline = has(bits, PolicyBits.DEADLINE) ? (Long) in.varint() : null;
    int permits = has(bits, PolicyBits.KEY_PERMITS) ? permits() : 1;
    List<String> keys = has(bits, PolicyBits.FURTHER_KEYS) ? keys() : List.of();
    AwaitChildren children = has(bits, PolicyBits.AWAIT_CHILDREN) ? waiting() : AwaitChildren.NO;
    Long progressWithin = has(bits, PolicyBits.PROGRESS_WITHIN) ? (Long) in.varint() : null;
    return new TaskPolicy(
        retry,
        has(bits, PolicyBits.MISFIRE) ? misfire() : null,
        children,
        has(bits, PolicyBits.RESUMES) ? OnReplenish.RESUME : OnReplenish.STAY,
        startWithin,
        deadline,
        permits,
        has(bits, PolicyBits.MAX_INTERRUPTIONS) ? (Integer) (int) in.varint32() : null,
        has(bits, PolicyBits.ON_UNCERTAIN) ? uncertain() : null,
        progressWithin,
        keys);
  }

  private static boolean has(int bits, int bit) {
    return (bits & bit) != 0;
  }

  /// A number that is too large for a positive int comes out negative, which no policy accepts.
  private int permits() throws MalformedPayload {
    int permits = (int) in.varint32();
    if (permits == 1) {
      throw new MalformedPayload("permits of a key that are the default");
    }
    return permits;
  }

  private AwaitChildren waiting() throws MalformedPayload {
    AwaitChildren mode = awaitChildren();
    if (mode == AwaitChildren.NO) {
      throw new MalformedPayload("a way to await children that is the default");
    }
    return mode;
  }

  private AwaitChildren awaitChildren() throws MalformedPayload {
    return AWAITS[in.ordinal(AWAITS.length, "way to await children")];
  }

  private OnUncertain uncertain() throws MalformedPayload {
    return UNCERTAINS[in.ordinal(UNCERTAINS.length, "rule for uncertainty")];
  }

  private List<String> keys() throws MalformedPayload {
    int count = in.count();
    if (count == 0) {
      throw new MalformedPayload("options with further concurrency keys that have none");
    }
    var keys = new ArrayList<String>(Math.min(count, TaskPolicy.MAX_KEYS));
    for (int i = 0; i < count; i++) {
      keys.add(in.text());
    }
    return keys;
  }

  private RetryPolicy retry() throws MalformedPayload {
    return new RetryPolicy(
        STRATEGIES[in.ordinal(STRATEGIES.length, "retry strategy")],
        in.varint(),
        in.varint(),
        JITTERS[in.ordinal(JITTERS.length, "jitter")],
        in.optionalVarint());
  }

  private MisfirePolicy misfire() throws MalformedPayload {
    return switch (in.ordinal(4, "misfire policy")) {
      case 0 -> new MisfirePolicy.CatchUpAll();
      case 1 -> new MisfirePolicy.CatchUpLast(in.varint(), in.varint());
      case 2 -> new MisfirePolicy.Skip(in.varint());
      default -> new MisfirePolicy.Coalesce(in.varint());
    };
  }
}
