package io.actionqueue.server.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.server.testing.Attempts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The exec action with real child processes (S-15, S-58). The shell is allowed here, since tests
/// need programs that do odd things.
@Timeout(60)
class ExecHandlerTest {
  @TempDir Path directory;

  @Test
  void outputAndExitCodeAreKept() throws Exception {
    JsonNode output = success("echo out; echo err >&2");

    assertThat(output.path("exit_code").intValue()).isZero();
    assertThat(output.path("stdout").stringValue()).isEqualTo("out\n");
    assertThat(output.path("stderr").stringValue()).isEqualTo("err\n");
  }

  @Test
  void argumentsAreNotSeenByAnyShell() throws Exception {
    JsonNode output = json(handle("{\"argv\":[\"echo\",\"$HOME; ls `id` *\",\"two  blanks\"]}"));

    assertThat(output.path("stdout").stringValue()).isEqualTo("$HOME; ls `id` * two  blanks\n");
  }

  @Test
  void inputIsFedAndEnded() throws Exception {
    JsonNode output = json(handle("{\"argv\":[\"cat\"],\"stdin\":\"h\u00fc\\nx\"}"));

    assertThat(output.path("stdout").stringValue()).isEqualTo("h\u00fc\nx");
    assertThat(json(handle("{\"argv\":[\"cat\"]}")).path("stdout").stringValue()).isEmpty();
  }

  @Test
  void programThatReadsNoInputIsNoFailure() throws Exception {
    String big = "x".repeat(1 << 20);

    assertThat(handle("{\"argv\":[\"echo\",\"a\"],\"stdin\":\"" + big + "\"}"))
        .isInstanceOf(Outcome.Success.class);
  }

  @Test
  void environmentIsMinimalAndNamesTheRun() throws Exception {
    Outcome outcome =
        handler(Map.of("PATH", System.getenv("PATH"), "GIVEN", "config"))
            .handle(Attempts.with("{\"argv\":[\"env\"],\"env\":{\"GIVEN\":\"task\",\"X\":\"1\"}}"));

    assertThat(json(outcome).path("stdout").stringValue().lines())
        .contains(
            "ACTIONQUEUE_TASK_ID=" + Attempts.TASK,
            "ACTIONQUEUE_RUN_ID=" + Attempts.RUN,
            "ACTIONQUEUE_ATTEMPT_ID=" + Attempts.ATTEMPT,
            "ACTIONQUEUE_ATTEMPT=3",
            "GIVEN=task",
            "X=1")
        .allMatch(line -> line.matches("(ACTIONQUEUE_\\w+|GIVEN|X|PATH|PWD|SHLVL|_)=.*"));
  }

  @Test
  void variablesThatChooseCodeAreRefused() throws Exception {
    for (String name :
        List.of("LD_PRELOAD", "PATH", "DYLD_X", "ACTIONQUEUE_RUN_ID", "BASH_ENV", "", "A=B")) {
      assertThat(handle("{\"argv\":[\"env\"],\"env\":{\"" + name + "\":\"x\"}}"))
          .as(name)
          .isEqualTo(Outcome.fail("exec: env must not set '" + name + "'"));
    }
  }

  @Test
  void exitCodesAreRetriedUnlessListed() throws Exception {
    Outcome retried = sh("echo one >&2; echo two >&2; exit 7", "");
    Outcome terminal = sh("exit 7", ",\"terminal_exit_codes\":[5,7]");

    assertThat(retried).isEqualTo(Outcome.retry("exec: exit code 7: one\ntwo"));
    assertThat(terminal).isEqualTo(Outcome.fail("exec: exit code 7"));
  }

  @Test
  void onlyTheLastLinesOfTheComplaintAreQuoted() throws Exception {
    Outcome outcome =
        sh("i=0; while [ $i -lt 100 ]; do echo line$i >&2; i=$((i+1)); done; exit 1", "");

    String error = ((Outcome.RetryableFailure) outcome).error();
    assertThat(error).startsWith("exec: exit code 1: line80\n").endsWith("\nline99");
  }

  @Test
  void outputIsBoundedAndTheCutIsSaid() throws Exception {
    JsonNode output = success("head -c 300000 /dev/zero | tr '\\\\0' a; printf END");

    String text = output.path("stdout").stringValue();
    assertThat(text)
        .hasSizeLessThan(BoundedText.LIMIT + 100)
        .startsWith("aaaa")
        .contains("\n[" + (300_003 - BoundedText.LIMIT) + " bytes cut]\n")
        .endsWith("aaaEND");
  }

  @Test
  void programsMustBeAllowedByTheirText() throws Exception {
    assertThat(handle("{\"argv\":[\"ls\"]}"))
        .isEqualTo(Outcome.fail("exec: program is not allowed: ls"));
    assertThat(handle("{\"argv\":[\"./echo\"]}")).isInstanceOf(Outcome.TerminalFailure.class);
    assertThat(handle("{\"argv\":[\"no-such-program\"]}"))
        .isInstanceOfSatisfying(
            Outcome.TerminalFailure.class,
            failure -> assertThat(failure.error()).contains("cannot start no-such-program"));
  }

  @Test
  void badPayloadsAreTerminal() throws Exception {
    for (String payload :
        List.of(
            "",
            "nonsense",
            "[]",
            "{}",
            "{\"argv\":[]}",
            "{\"argv\":\"echo\"}",
            "{\"argv\":[1]}",
            "{\"argv\":[\"echo\",\"a\\u0000b\"]}",
            "{\"argv\":[\"echo\"],\"stdin\":1}",
            "{\"argv\":[\"echo\"],\"env\":[]}",
            "{\"argv\":[\"echo\"],\"env\":{\"A\":1}}",
            "{\"argv\":[\"echo\"],\"terminal_exit_codes\":[\"1\"]}",
            "{\"argv\":[\"echo\"],\"cwd\":\"missing\"}")) {
      assertThat(handle(payload)).as(payload).isInstanceOf(Outcome.TerminalFailure.class);
    }
  }

  @Test
  void directoriesLeadNowhereElse() throws Exception {
    Files.createDirectory(directory.resolve("inside"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("/"));
    Outcome inside = handle("{\"argv\":[\"pwd\"],\"cwd\":\"inside\"}");

    assertThat(json(inside).path("stdout").stringValue().strip())
        .isEqualTo(directory.toRealPath().resolve("inside").toString());
    for (String cwd : List.of("..", "/", "inside/../..", "link")) {
      assertThat(handle("{\"argv\":[\"pwd\"],\"cwd\":\"" + cwd + "\"}"))
          .as(cwd)
          .isInstanceOfSatisfying(
              Outcome.TerminalFailure.class,
              failure -> assertThat(failure.error()).contains("leads out of"));
    }
  }

  @Test
  void stopReachesTheWholeTree() throws Exception {
    var stop = new Attempts.Stop();
    Path child = directory.resolve("child");
    CompletableFuture<Outcome> running =
        inBackground(
            "sleep 600 & echo $! > " + child + ".tmp; mv " + child + ".tmp " + child + "; wait",
            stop);
    ProcessHandle sleeper = processIn(child);

    stop.request();

    assertThat(running.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.RetryableFailure.class);
    sleeper.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void tidyEndAtRequestIsNoSuccess() throws Exception {
    var stop = new Attempts.Stop();
    Path ready = directory.resolve("ready");
    CompletableFuture<Outcome> running =
        inBackground(
            "trap 'exit 0' TERM; echo $$ > "
                + ready
                + ".tmp; mv "
                + ready
                + ".tmp "
                + ready
                + "; while :; do sleep 0.05; done",
            stop);
    processIn(ready);

    stop.request();

    assertThat(running.get(30, TimeUnit.SECONDS))
        .isEqualTo(Outcome.retry("exec: stopped at request, exit code 0"));
  }

  @Test
  void programThatIgnoresTheRequestIsKilledAtTheInterrupt() throws Exception {
    var stop = new Attempts.Stop();
    Path child = directory.resolve("child");
    var result = new CompletableFuture<Object>();
    Thread handling =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.complete(
                    sh(
                        "trap '' TERM; echo $$ > "
                            + child
                            + ".tmp; mv "
                            + child
                            + ".tmp "
                            + child
                            + "; while :; do sleep 0.05; done",
                        "",
                        stop));
              } catch (InterruptedException e) {
                result.complete(e);
              }
            });
    ProcessHandle deaf = processIn(child);

    stop.request();
    assertThat(deaf.isAlive()).isTrue();
    handling.interrupt();

    assertThat(result.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    deaf.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void childInTheBackgroundDoesNotHoldTheAttempt() throws Exception {
    assertThat(sh("sleep 30 & echo done", "")).isInstanceOf(Outcome.Success.class);
  }

  private CompletableFuture<Outcome> inBackground(String script, Attempts.Stop stop) {
    var result = new CompletableFuture<Outcome>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(sh(script, "", stop));
          } catch (InterruptedException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /// The process whose id a script has written into a file.
  private static ProcessHandle processIn(Path file) throws Exception {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
  }

  private JsonNode success(String script) throws InterruptedException {
    return json(sh(script, ""));
  }

  private Outcome sh(String script, String more) throws InterruptedException {
    return sh(script, more, new Attempts.Stop());
  }

  private Outcome sh(String script, String more, Attempts.Stop stop) throws InterruptedException {
    String text = script.replace("\"", "\\\"");
    return handler(Map.of("PATH", System.getenv("PATH")))
        .handle(Attempts.with("{\"argv\":[\"sh\",\"-c\",\"" + text + "\"]" + more + "}", stop));
  }

  private Outcome handle(String json) throws InterruptedException {
    return handler(Map.of("PATH", System.getenv("PATH"))).handle(Attempts.with(json));
  }

  private ExecHandler handler(Map<String, String> environment) {
    return ExecHandler.of(
        new ExecPolicy(
            List.of("sh", "echo", "cat", "env", "pwd", "no-such-program"), directory, environment));
  }

  private static JsonNode json(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Success.class);
    var output = ((Outcome.Success) outcome).output();
    return WireJson.tree(output == null ? new byte[0] : output.toArray());
  }
}
