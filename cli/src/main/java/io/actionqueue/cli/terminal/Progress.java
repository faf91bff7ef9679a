package io.actionqueue.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One line on a terminal's stderr that says what takes so long. It appears after a second, counts
/// seconds, and is gone at the end; where nobody watches there is none.
public final class Progress implements AutoCloseable {
  private static final String ERASE = "\r\u001b[K";

  private final Surroundings surroundings;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String what;
  private final Thread thread;

  private Progress(Surroundings surroundings, String what) {
    this.surroundings = surroundings;
    this.what = what;
    this.thread = Thread.ofVirtual().unstarted(this::show);
  }

  /// Begins to watch; close it when the work is done.
  ///
  /// @param what the work, such as `reading the log`
  public static Progress of(Surroundings surroundings, String what) {
    var progress = new Progress(surroundings, what);
    if (surroundings.isErrTerminal()) {
      progress.thread.start();
    }
    return progress;
  }

  /// Says something newer.
  public void say(String news) {
    what = news;
  }

  private void show() {
    boolean shown = false;
    try {
      for (int seconds = 1; !over.await(1, TimeUnit.SECONDS); seconds++) {
        print(ERASE + what + " … " + Words.duration(seconds));
        shown = true;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (shown) {
      print(ERASE);
    }
  }

  private void print(String text) {
    try {
      surroundings.err().write(text.getBytes(StandardCharsets.UTF_8));
      surroundings.err().flush();
    } catch (IOException _) {
      over.countDown(); // Nobody is there to watch any more.
    }
  }

  @Override
  public void close() {
    over.countDown();
    if (thread.isAlive()) {
      boolean interrupted = false;
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
