package io.actionqueue.server.actions;

import io.actionqueue.Cancellation;
import io.actionqueue.Outcome;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A started program: its pipes, its end. Confined to the handler's thread but for the threads that
/// move bytes.
final class RunningProgram {
  private static final Logger LOG = LoggerFactory.getLogger(RunningProgram.class);

  /// How long output may keep coming after the program has ended: a child in the background may
  /// hold the pipe open for ever.
  private static final Duration OUTPUT_GRACE = Duration.ofSeconds(1);

  private static final int ERROR_LINES = 20;
  private static final int ERROR_CHARS = 2000;

  private final Process process;
  private final ProcessTree tree;
  private final Cancellation cancellation;
  private final BoundedText stdout = new BoundedText();
  private final BoundedText stderr = new BoundedText();
  private boolean stopped;

  RunningProgram(Process process, Cancellation cancellation) {
    this.process = process;
    this.tree = new ProcessTree(process);
    this.cancellation = cancellation;
  }

  /// The output of a successful program.
  ///
  /// @param exitCode always 0
  /// @param stdout what it printed
  /// @param stderr what it complained
  private record Output(int exitCode, String stdout, String stderr) {}

  /// Feeds the program, waits for its end and judges it.
  ///
  /// @throws InterruptedException if the engine gave up on the attempt; the program is killed then
  Outcome await(ExecPayload payload) throws InterruptedException {
    Thread out = drain(process.getInputStream(), stdout);
    Thread err = drain(process.getErrorStream(), stderr);
    Thread in = feed(payload.stdin());
    try {
      awaitExit();
      out.join(OUTPUT_GRACE);
      err.join(OUTPUT_GRACE);
    } catch (InterruptedException e) {
      tree.kill();
      throw e;
    } finally {
      closePipes();
      in.interrupt();
    }
    return judge(payload);
  }

  /// Returns when the program has ended, having asked it to when the attempt is asked to stop.
  private void awaitExit() throws InterruptedException {
    var stop = new CompletableFuture<Object>();
    cancellation.onRequest(() -> stop.complete(""));
    try {
      var _ = CompletableFuture.anyOf(process.onExit(), stop).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    if (process.isAlive()) {
      stopped = true;
      tree.terminate();
      var _ = process.waitFor();
    }
  }

  private Outcome judge(ExecPayload payload) {
    int code = process.exitValue();
    if (stopped) { // a tidy end at our request is no success: the work may be half done
      return Outcome.retry("exec: stopped at request, exit code " + code);
    }
    if (code == 0) {
      return Outcome.success(
          Bytes.takeOver(WireJson.write(new Output(code, stdout.text(), stderr.text()))));
    }
    String error = "exec: exit code " + code + lastLines(stderr.text());
    return payload.terminalExitCodes().contains(code) ? Outcome.fail(error) : Outcome.retry(error);
  }

  private static String lastLines(String text) {
    String trimmed = text.strip();
    String[] lines = trimmed.split("\n", -1);
    int from = Math.max(0, lines.length - ERROR_LINES);
    String last = String.join("\n", Arrays.asList(lines).subList(from, lines.length));
    String shown = last.substring(Math.max(0, last.length() - ERROR_CHARS));
    return shown.isEmpty() ? "" : ": " + shown;
  }

  private static Thread drain(InputStream in, BoundedText text) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            text.readAll(in);
          } catch (IOException e) {
            LOG.debug("output ended", e);
          }
        });
  }

  private Thread feed(@Nullable String stdin) {
    return Thread.ofVirtual()
        .start(() -> {
          try (OutputStream to = process.getOutputStream()) {
            if (stdin != null) {
              to.write(stdin.getBytes(StandardCharsets.UTF_8));
            }
          } catch (IOException e) {
            LOG.debug("the program does not read its input", e);
          }
        });
  }

  private void closePipes() {
    for (InputStream in : new InputStream[] {process.getInputStream(), process.getErrorStream()}) {
      try {
        in.close();
      } catch (IOException e) {
        LOG.debug("closing a pipe", e);
      }
    }
  }
}
