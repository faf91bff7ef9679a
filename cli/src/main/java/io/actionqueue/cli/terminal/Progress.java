package io.actionqueue.cli.terminal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.file.ProgressListener;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.file.WatchedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One line on a terminal's stderr that says what takes so long and how far it has come. It appears
/// after a second, is renewed every second, and is gone at the end; where nobody watches there is
/// none. Thread-safe.
public final class Progress implements ProgressListener, AutoCloseable {
  private static final String ERASE = "\r\u001b[K";

  /// More is not claimed before the end: how much there is to do is in part an estimate.
  private static final long MOST_PERCENT = 99;

  private final Surroundings surroundings;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
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

  /// The same beside output that may be long: none where that goes to a terminal too.
  public static Progress ofOutput(Surroundings surroundings, String what) {
    return surroundings.isOutTerminal()
        ? new Progress(surroundings, what)
        : Progress.of(surroundings, what);
  }

  @Override
  public void expect(long bytes) {
    expected.addAndGet(bytes);
  }

  @Override
  public void advance(long bytes) {
    done.addAndGet(bytes);
  }

  /// The machine's disk, watched.
  ///
  /// @param bytes how many there are to read and to write
  public FileStore files(long bytes) {
    expect(bytes);
    return WatchedFiles.of(SystemFiles.INSTANCE, this);
  }

  /// The line after so many seconds, such as `reading /data … 42 %, 1.2 GiB of 2.9 GiB, 7s`.
  public String line(long seconds) {
    long all = expected.get();
    String share = "";
    if (all > 0) {
      long some = Math.min(done.get(), all);
      long percent = Math.min(MOST_PERCENT, Math.round(Math.floor(100.0 * some / all)));
      share = percent + " %, " + Words.size(some) + " of " + Words.size(all) + ", ";
    }
    return what + " … " + share + Words.duration(seconds);
  }

  /// Says something newer.
  public void say(String news) {
    what = news;
  }

  private void show() {
    boolean shown = false;
    try {
      for (int seconds = 1; !over.await(1, TimeUnit.SECONDS); seconds++) {
        print(ERASE + line(seconds));
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
