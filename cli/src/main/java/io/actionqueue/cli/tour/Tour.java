package io.actionqueue.cli.tour;

import io.actionqueue.cli.terminal.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a newcomer should see once, in well under a minute. Used once.
public final class Tour {
  static final String DIRECTORY_VARIABLE = "ACTIONQUEUE_DATA_DIR";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
  private static final Pattern TOTAL = Pattern.compile("\"total\": (\\d+)");
  private static final int PATIENCE_SECONDS = 30;

  /// Carries out commands of this program.
  @FunctionalInterface
  public interface Commands {
    /// Carries out one.
    ///
    /// @return its exit code
    int run(Surroundings surroundings, String... args);
  }

  private final Stage stage;
  private final Path directory;
  private final String address;

  private Tour(Stage stage, Path directory, String address) {
    this.stage = stage;
    this.directory = directory;
    this.address = address;
  }

  /// A tour on a fresh directory.
  public static Tour of(Surroundings surroundings, Commands commands) {
    String name = "actionqueue-tour-%016x".formatted(surroundings.random().getAsLong());
    Path directory = Path.of(System.getProperty("java.io.tmpdir"), name);
    return new Tour(new Stage(surroundings, commands, directory), directory, freeAddress());
  }

  private static String freeAddress() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw Stage.broken("there is no free port: " + e.getMessage());
    }
  }

  /// Walks through all of it.
  ///
  /// @throws io.actionqueue.cli.failure.CliFailure `tour_failed` at the first thing that does not
  ///   come out as promised
  public void walk() {
    stage.say(
        "ActionQueue keeps work in a directory and carries it out, whatever happens.",
        "This tour types real commands. It takes about half a minute.");
    String task;
    try (ChildDaemon daemon = firstDaemon()) {
      work();
      retry();
      failure();
      concurrencyKey();
      task = pagesInterruptedBy(daemon);
    }
    withoutDaemon(task);
    try (ChildDaemon daemon = secondDaemon()) {
      everythingFinishes(task);
      end(daemon);
    }
    farewell();
  }

  private ChildDaemon firstDaemon() {
    stage.chapter("A directory and a daemon");
    stage.say(
        "The directory is all there is to install. The daemon may run the programs sh and echo,",
        "and waits a second before it tries again what failed.");
    stage.type("export " + DIRECTORY_VARIABLE + "=" + directory);
    return startDaemon();
  }

  private ChildDaemon startDaemon() {
    List<String> args =
        List.of(
            "daemon",
            "--bind",
            address,
            "--metrics-bind",
            "off",
            "--allow-exec",
            "sh,echo",
            "--backoff",
            "fixed:1000");
    stage.typeCommand(args, " &");
    ChildDaemon daemon = ChildDaemon.start(args, stage.environment());
    daemon.firstWords().forEach(stage::print);
    stage.print("");
    return daemon;
  }

  private void work() {
    stage.chapter("Work");
    stage.say(
        "A program is a task. When the command returns, the task is on disk; --wait follows it.");
    Stage.Shown shown = stage.run(0, "submit", "--wait", "--", "echo", "hello, durable world");
    Stage.promise(shown.value("output").contains("hello, durable world"), "the greeting");
  }

  private void retry() {
    stage.chapter("A failure that passes");
    stage.say("This program fails twice. It may have three attempts, and its third one succeeds.");
    Stage.Shown shown =
        stage.run(
            0,
            "submit",
            "--max-attempts",
            "3",
            "--wait",
            "--",
            "sh",
            "-c",
            "if [ $ACTIONQUEUE_ATTEMPT -lt 3 ]; then echo not yet >&2; exit 1; fi; echo at last");
    Stage.promise(shown.value("attempts").equals("3"), "three attempts");
    Stage.Shown run = stage.run(0, "run", "get", shown.value("run_id"));
    Stage.promise(run.out().contains("not yet") && run.out().contains("at last"), "the attempts");
  }

  private void failure() {
    stage.chapter("A failure that stays");
    stage.say(
        "A failure is one line of JSON on stderr and an exit code that says what kind it is.");
    Stage.Shown shown =
        stage.run(4, "submit", "--wait", "--", "sh", "-c", "echo no paper >&2; exit 7");
    stage.type("echo $?");
    stage.say("4");
    Stage.promise(shown.err().contains("no paper"), "the reason of the failure");
    Stage.promise(shown.out().isEmpty(), "nothing on stdout");
  }

  private void concurrencyKey() {
    stage.chapter("One at a time");
    stage.say("Two tasks share the key 'printer', so the second one waits. Ask why:");
    String key = "--concurrency-key";
    stage.run(0, "submit", key, "printer", "--", "sh", "-c", "sleep 4; echo first");
    Stage.Shown second = stage.run(0, "submit", key, "printer", "--", "echo", "second");
    String run = firstRunOf(second.value("task_id"), "Ready");
    Stage.Shown reason = stage.run(0, "run", "explain", run);
    Stage.promise(reason.out().contains("concurrency_key"), "the reason why the second one waits");
  }

  private String firstRunOf(String task, String state) {
    Stage.Shown runs =
        stage.until(
            "a run is " + state,
            PATIENCE_SECONDS,
            shown -> shown.out().contains(state),
            "run",
            "list",
            "--task",
            task);
    String line = runs.out().lines().filter(row -> row.contains(state)).findFirst().orElse("");
    Matcher id = UUID.matcher(line);
    Stage.promise(id.find(), "a run of task " + task);
    return id.group();
  }

  private String pagesInterruptedBy(ChildDaemon daemon) {
    stage.chapter("kill -9 in the middle");
    stage.say("Eight pages, one due each second. While a page is being printed, the daemon dies.");
    Stage.Shown submitted =
        stage.run(
            0, "submit", "--run-policy", "repeat:8:1", "--", "sh", "-c", "sleep 1; echo page");
    String task = submitted.value("task_id");
    stage.until(
        "two pages are printed",
        PATIENCE_SECONDS,
        _ -> count(task, "completed") >= 2 && count(task, "running") >= 1,
        "engine",
        "status");
    stage.type("kill -9 " + daemon.pid());
    daemon.killHard();
    stage.print("");
    return task;
  }

  private long count(String task, String state) {
    Stage.Shown shown = stage.runQuietly("run", "list", "--task", task, "--state", state, "--json");
    Matcher total = TOTAL.matcher(shown.out());
    return total.find() ? Long.parseLong(total.group(1)) : 0;
  }

  private void withoutDaemon(String task) {
    stage.say("Nobody is there now. The directory still answers:");
    Stage.Shown shown = stage.run(0, "run", "list", "--task", task);
    Stage.promise(shown.out().contains("Running"), "a page that was being printed");
    stage.say("It still takes work, too:");
    stage.run(0, "submit", "--key", "note-1", "--", "echo", "left while nobody was there");
  }

  private ChildDaemon secondDaemon() {
    stage.chapter("The restart");
    stage.say("A new daemon reads the log and goes on where the other one was.");
    return startDaemon();
  }

  private void everythingFinishes(String task) {
    stage.until(
        "all pages are printed",
        PATIENCE_SECONDS,
        _ -> count(task, "completed") == 8,
        "engine",
        "status");
    Stage.Shown runs = stage.run(0, "run", "list", "--task", task);
    stage.say(
        "One page took two attempts. The kill cut off the first one; that counts as no failure:");
    Matcher row =
        Pattern.compile("(" + UUID.pattern() + ").*Completed\\S* +2 ").matcher(runs.out());
    Stage.promise(row.find(), "a page with two attempts");
    Stage.Shown run = stage.run(0, "run", "get", row.group(1));
    Stage.promise(run.out().contains("Interrupted"), "the interrupted attempt");
    stage.say("The note that was left is done as well; under the same key it is not done twice:");
    Stage.Shown note =
        stage.run(
            0, "submit", "--key", "note-1", "--wait", "--", "echo", "left while nobody was there");
    Stage.promise(note.value("duplicate").equals("true"), "the same task again");
    Stage.promise(note.value("attempts").equals("1"), "one attempt of the note");
  }

  private void end(ChildDaemon daemon) {
    stage.chapter("The end");
    Stage.Shown stats =
        stage.until(
            "the printer is free",
            PATIENCE_SECONDS,
            shown ->
                shown.value("runs_running").equals("0") && shown.value("runs_ready").equals("0"),
            "stats");
    Stage.promise(stats.value("runs_failed").equals("1"), "exactly one failure");
    stage.run(0, "stats");
    stage.type("kill " + daemon.pid());
    int exit = daemon.stop();
    Stage.promise(exit == 0, "the daemon ends with 0, not " + exit);
    stage.print("");
    stage.run(0, "wal", "verify");
  }

  private void farewell() {
    String go = stage.typed(List.of("daemon", "--data-dir", directory.toString()));
    stage.say(
        "That was all of it, and everything came out as promised.",
        "",
        "  The directory is still there:  " + directory,
        "  Go on with it:                 " + go + " --allow-exec sh,echo",
        "  What commands there are:       " + stage.typed(List.of("--help")),
        "  Embed it in a Java program:    README.md",
        String.format(Locale.ROOT, "  Away with it:                  rm -r %s", directory));
  }
}
