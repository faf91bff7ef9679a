package io.actionqueue.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A daemon in a process of its own.
final class DaemonProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final String firstDocument;

  private DaemonProcess(Process process, Path errors, String firstDocument) {
    this.process = process;
    this.errors = errors;
    this.firstDocument = firstDocument;
  }

  /// Starts a daemon and waits for its first document.
  static DaemonProcess start(Path directory, String address, String... more) {
    DaemonProcess daemon = launch(directory, address, more);
    try {
      BufferedReader out = daemon.process.inputReader(StandardCharsets.UTF_8);
      return new DaemonProcess(daemon.process, daemon.errors, readDocument(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a daemon that will not serve.
  static DaemonProcess failing(Path directory, String address) {
    return launch(directory, address);
  }

  private static DaemonProcess launch(Path directory, String address, String... more) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of("daemon", "--data-dir", directory.toString(), "--bind", address));
    command.addAll(List.of("--metrics-bind", "off", "--json"));
    command.addAll(List.of(more));
    try {
      Path errors = Files.createTempFile(directory.getParent(), "stderr", ".txt");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      return new DaemonProcess(process, errors, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String freeAddress() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readDocument(BufferedReader out) throws IOException {
    var text = new StringBuilder();
    String line = out.readLine();
    while (line != null && !line.equals("}")) {
      text.append(line).append('\n');
      line = out.readLine();
    }
    return text.append(line).append('\n').toString();
  }

  String firstDocument() {
    return firstDocument;
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void killHard() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// SIGTERM.
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the daemon does not end: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
