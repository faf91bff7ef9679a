package io.actionqueue.cli.tour;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A daemon in a process of its own: the same program on the same Java.
final class ChildDaemon implements AutoCloseable {
  private static final String LAST_LINE = "ready_reason=";
  private static final int MAX_COMPLAINT = 2000;

  private final Process process;
  private final List<String> firstWords = new ArrayList<>();
  private final Thread hook;
  private volatile String complaints = "";

  private ChildDaemon(Process process) {
    this.process = process;
    this.hook = new Thread(process::destroyForcibly);
  }

  /// Starts a daemon and waits until it takes work.
  ///
  /// @param args of the command, beginning with `daemon`
  static ChildDaemon start(List<String> args, Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(command(args));
      builder.environment().clear();
      builder.environment().putAll(environment);
      var daemon = new ChildDaemon(builder.start());
      Runtime.getRuntime().addShutdownHook(daemon.hook); // nothing is left behind by Ctrl-C
      daemon.awaitReady();
      return daemon;
    } catch (IOException e) {
      throw Stage.broken("the daemon cannot be started: " + e.getMessage());
    }
  }

  private static List<String> command(List<String> args) {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith("-Dactionqueue.") && !flag.startsWith("-javaagent")) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.actionqueue.cli.Main");
    command.addAll(args);
    return command;
  }

  private void awaitReady() throws IOException {
    Thread.ofVirtual().start(this::collectComplaints);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = "";
    while (line != null && !line.startsWith(LAST_LINE)) {
      line = out.readLine();
      if (line != null) {
        firstWords.add(line);
      }
    }
    Stage.promise((LAST_LINE + "ready").equals(line), "the daemon is not ready: " + complaints);
  }

  private void collectComplaints() {
    try (InputStream err = process.getErrorStream()) {
      var text = new StringBuilder();
      var buffer = new byte[1024];
      for (int n = err.read(buffer); n >= 0; n = err.read(buffer)) {
        if (text.length() < MAX_COMPLAINT) {
          text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          complaints = text.toString();
        }
      }
    } catch (IOException _) {
      // The process has ended.
    }
  }

  /// What it printed when it was ready.
  List<String> firstWords() {
    return firstWords;
  }

  long pid() {
    return process.pid();
  }

  /// `kill -9`: the process gets no chance to do anything.
  void killHard() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// `kill`: the process is asked to end.
  ///
  /// @return its exit code
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  private int awaitEnd() {
    try {
      Stage.promise(process.waitFor(40, TimeUnit.SECONDS), "the daemon does not end");
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stage.broken("interrupted");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The hook runs already.
    }
  }
}
