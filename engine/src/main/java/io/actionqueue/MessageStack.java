package io.actionqueue;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Messages from many threads to one, in order: senders push onto a stack, the receiver takes the
/// whole stack and turns it round. One atomic operation a message, no allocation.
final class MessageStack {
  private final AtomicReference<@Nullable Message> top = new AtomicReference<>();

  /// The oldest messages that were taken and not handed out yet; confined to the receiver.
  private @Nullable Message taken;

  /// The end of everything: whoever meets it on the stack is refused.
  private static final class End extends Message {
    final ActionQueueException cause;

    End(ActionQueueException cause) {
      this.cause = cause;
    }

    @Override
    void handle() {}

    @Override
    void refuse(ActionQueueException ignored) {}
  }

  /// Adds a message, or refuses it if the stack is closed.
  ///
  /// @return whether the receiver has nothing else to do and may sleep
  boolean push(Message message) {
    while (true) {
      Message below = top.get();
      if (below instanceof End end) {
        message.refuse(end.cause);
        return false;
      }
      message.next = below;
      if (top.compareAndSet(below, message)) {
        return below == null;
      }
    }
  }

  /// The oldest message, taken out; null if there is none.
  @Nullable Message poll() {
    if (taken == null) {
      taken = takeAll();
    }
    Message first = taken;
    if (first != null) {
      taken = first.next;
      first.next = null;
    }
    return first;
  }

  boolean isEmpty() {
    return taken == null && (top.get() == null || top.get() instanceof End);
  }

  /// Refuses everything that is here and everything that comes later.
  void close(ActionQueueException cause) {
    Message rest = taken;
    taken = null;
    refuseAll(rest, cause);
    if (top.get() instanceof End) {
      return;
    }
    refuseAll(reversed(top.getAndSet(new End(cause))), cause);
  }

  private @Nullable Message takeAll() {
    Message all = top.get();
    if (all == null || all instanceof End) {
      return null;
    }
    return reversed(top.getAndSet(null));
  }

  private static @Nullable Message reversed(@Nullable Message newest) {
    Message oldest = null;
    Message at = newest;
    while (at != null) {
      Message below = at.next;
      at.next = oldest;
      oldest = at;
      at = below;
    }
    return oldest;
  }

  private static void refuseAll(@Nullable Message oldest, ActionQueueException cause) {
    Message at = oldest;
    while (at != null) {
      Message after = at.next;
      at.next = null;
      at.refuse(cause);
      at = after;
    }
  }
}
