package io.actionqueue.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Code that gives the turn back in the middle, on a thread of its own: one of the two threads runs
/// while the other waits, so that the order of everything is the story's. An interrupt does not end
/// a wait; the code sees it when it has the turn again.
final class Coroutine {
  private static final ScopedValue<Coroutine> CURRENT = ScopedValue.newInstance();

  private final Runnable body;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private @Nullable Thread thread;
  private boolean ended;
  private boolean killed;
  private @Nullable Throwable failure;

  Coroutine(Runnable body) {
    this.body = body;
  }

  /// Thrown inside the code when its process has died.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("the process is dead", null, false, false);
    }
  }

  /// Lets the code go on until it yields or ends.
  ///
  /// @return whether it has ended
  boolean resume() {
    if (thread == null) {
      thread = Thread.ofVirtual().start(() -> ScopedValue.where(CURRENT, this).run(this::run));
    } else {
      turn.release();
    }
    back.acquireUninterruptibly();
    if (failure != null) {
      throw new AssertionError("a handler's thread failed", failure);
    }
    return ended;
  }

  /// Ends the code where it stands.
  void kill() {
    killed = true;
    if (thread != null && !ended) {
      boolean over = resume();
      if (!over) {
        throw new AssertionError("killed code went on");
      }
    }
  }

  /// Whether the caller is such code.
  static boolean isCurrent() {
    return CURRENT.isBound();
  }

  /// Gives the turn back; to be called by the code.
  static void yieldTurn() {
    CURRENT.get().await();
  }

  private void await() {
    back.release();
    turn.acquireUninterruptibly();
    if (killed) {
      throw new Killed();
    }
  }

  private void run() {
    try {
      body.run();
    } catch (Killed _) {
      // as told
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      ended = true;
      back.release();
    }
  }
}
