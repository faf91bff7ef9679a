package io.actionqueue.cli.tour;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Tone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the tour takes place: what is typed, what comes back, and what is said about it.
final class Stage {
  private static final String NEEDS_NO_QUOTES = "[A-Za-z0-9_@%+=:,./-]+";

  private final Surroundings surroundings;
  private final Tour.Commands commands;
  private final Map<String, String> environment;
  private final String program;
  private int steps;

  Stage(Surroundings surroundings, Tour.Commands commands, Path directory) {
    this.surroundings = surroundings;
    this.commands = commands;
    this.program = System.getProperty("actionqueue.command", "actionqueue");
    this.environment = new HashMap<>(surroundings.environment());
    environment.keySet().removeIf(name -> name.startsWith("ACTIONQUEUE_"));
    environment.put(Tour.DIRECTORY_VARIABLE, directory.toString());
  }

  /// What a command said.
  ///
  /// @param exit its exit code
  /// @param out its standard output
  /// @param err its standard error
  record Shown(int exit, String out, String err) {
    /// The value of a line `key=value`.
    String value(String key) {
      return out.lines()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow(() -> broken("no " + key + " in: " + out));
    }
  }

  /// The variables that commands and the daemon see.
  Map<String, String> environment() {
    return environment;
  }

  /// Begins a chapter.
  void chapter(String title) {
    steps++;
    print(strong(steps + ". " + title));
    print("");
  }

  void say(String... lines) {
    Stream.of(lines).forEach(this::print);
    print("");
  }

  /// Shows a line as it would be typed.
  void type(String line) {
    print(strong("$ " + line));
  }

  /// Shows a command of this program as it would be typed.
  void typeCommand(List<String> args, String end) {
    type(typed(args) + end);
  }

  String typed(List<String> args) {
    return Stream.concat(Stream.of(program), args.stream())
        .map(Stage::quoted)
        .collect(Collectors.joining(" "));
  }

  /// Types a command, carries it out and shows what it says.
  ///
  /// @throws CliFailure if it does not end with the exit code that the story needs
  Shown run(int exit, String... args) {
    typeCommand(List.of(args), "");
    Shown shown = runQuietly(args);
    (shown.out() + shown.err()).lines().forEach(this::print);
    print("");
    if (shown.exit() != exit) {
      throw broken(
          "'" + typed(List.of(args)) + "' ended with " + shown.exit() + " instead of " + exit);
    }
    return shown;
  }

  /// Carries out a command without a word.
  Shown runQuietly(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Surroundings inner =
        Surroundings.builder()
            .streams(surroundings.in(), out, err)
            .environment(environment)
            .time(surroundings.time())
            .random(surroundings.random())
            .terminals(surroundings.isOutColoured(), false)
            .build();
    int exit = commands.run(inner, args);
    return new Shown(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Asks again and again, a few times a second, until the answer is right.
  ///
  /// @throws CliFailure if it is not within so many seconds
  Shown until(String what, int seconds, Predicate<Shown> isRight, String... args) {
    long deadline = surroundings.time().monotonicNanos() + seconds * 1_000_000_000L;
    while (surroundings.time().monotonicNanos() < deadline) {
      Shown shown = runQuietly(args);
      if (shown.exit() == 0 && isRight.test(shown)) {
        return shown;
      }
      pause();
    }
    throw broken("waited " + seconds + " s in vain until " + what);
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("interrupted");
    }
  }

  /// Ends the tour unless a promise was kept.
  static void promise(boolean kept, String what) {
    if (!kept) {
      throw broken(what);
    }
  }

  static CliFailure broken(String what) {
    return CliFailure.runtime("tour_failed", "the tour did not come out as promised: " + what);
  }

  void print(String line) {
    OutputStream out = surroundings.out();
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw CliFailure.runtime("output_failed", "cannot write results: " + e.getMessage());
    }
  }

  private String strong(String text) {
    return surroundings.isOutColoured() ? Tone.STRONG.paint(text) : text;
  }

  /// As a shell needs it.
  private static String quoted(String word) {
    return word.matches(NEEDS_NO_QUOTES) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
