package io.actionqueue;

import org.jspecify.annotations.Nullable;

/// Something to do on the engine thread. Sent once.
abstract class Message {
  /// The message below this one on a [MessageStack].
  @Nullable Message next;

  /// Does it, on the engine thread.
  abstract void handle();

  /// The engine has stopped and will not do it; on any thread.
  abstract void refuse(ActionQueueException cause);
}
