package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.SnakeCase;
import io.actionqueue.core.command.Rejection;
import io.actionqueue.core.schedule.Derivation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps docs/errors.md in step with the code: every code has its row, and every row its code.
final class ErrorsDocTest {
  private static final List<RepositoryFile> FILES = Repository.files();

  private static final Pattern CODE = Pattern.compile("`([a-z0-9_]+)`");

  /// A kind given to the exception itself or to a check that throws it.
  private static final Pattern INVALID_VALUE =
      Pattern.compile(
          "(?:new InvalidValue|Arguments\\.\\w+|notEmpty|notNil)\\([^;]*?\"([A-Z][A-Za-z]+)\"");

  /// What an exception of the storage says to be called.
  private static final Pattern OWN_CODE =
      Pattern.compile("String code\\(\\) \\{\\s*return \"([a-z_]+)\"");

  private static final Pattern FAILURE = Pattern.compile("super\\(\\s*\"([a-z_]+)\"");

  private static final Pattern SETTING = Pattern.compile("\"([A-Z][A-Za-z]+)\"");

  private static final Pattern ENGINE_REFUSAL =
      Pattern.compile("(?:new Refusal|refused)\\(\\s*\"([a-z_]+)\"");

  @Test
  void refusalsOfCommandsAreListedAndNothingElse() {
    Set<String> codes =
        records(Rejection.class)
            .map(type -> SnakeCase.of(type.getSimpleName()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(codes).hasSizeGreaterThan(50);
    assertThat(rows("## Refusals of commands")).isEqualTo(codes);
  }

  @Test
  void refusalsByTheEngineAreListedAndNothingElse() {
    Set<String> codes = found(ENGINE_REFUSAL, "engine/src/main/java/");
    codes.removeAll(rows("## Refusals of commands"));
    records(Derivation.Refused.class)
        .map(type -> SnakeCase.of(type.getSimpleName()))
        .forEach(codes::add);
    codes.add("idempotency_key_reused"); // chosen beside task_already_exists
    assertThat(rows("## Refusals by the engine")).isEqualTo(codes);
  }

  @Test
  void brokenValuesAreListedAndNothingElse() {
    Set<String> codes =
        found(INVALID_VALUE, "/src/main/java/").stream()
            .map(SnakeCase::of)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(codes).hasSizeGreaterThan(40);
    assertThat(rows("## Values that break a rule of their type")).isEqualTo(codes);
  }

  @Test
  void failuresOfDirectoriesAreListedAndNothingElse() {
    Set<String> codes = found(OWN_CODE, "storage/src/main/java/io/actionqueue/storage/");
    codes.remove("payload_too_large"); // a refusal as well, listed there
    assertThat(codes).hasSizeGreaterThan(15);
    assertThat(rows("## Failures of a data directory")).isEqualTo(codes);
  }

  @Test
  void failuresOfTheEngineAndItsSettingsAreListedAndNothingElse() {
    Set<String> failures =
        found(FAILURE, "engine/src/main/java/io/actionqueue/ActionQueueException");
    assertThat(rows("## Failures of the engine")).isEqualTo(failures);
    Set<String> settings =
        found(SETTING, "engine/src/main/java/io/actionqueue/ActionQueueOptions").stream()
            .map(SnakeCase::of)
            .collect(Collectors.toCollection(TreeSet::new));
    settings.removeAll(rows("## Values that break a rule of their type"));
    assertThat(rows("## Settings of the engine")).isEqualTo(settings).hasSizeGreaterThan(5);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(ErrorsDocTest::records)
        : Stream.of(type);
  }

  private static Set<String> found(Pattern pattern, String folder) {
    Set<String> found = new TreeSet<>();
    for (RepositoryFile file : FILES) {
      if (file.isMainJava() && file.path().contains(folder)) {
        pattern.matcher(file.text()).results().forEach(match -> found.add(match.group(1)));
      }
    }
    return found;
  }

  /// The codes in the first column of the tables below a heading.
  private static Set<String> rows(String heading) {
    Set<String> codes = new TreeSet<>();
    boolean inside = false;
    for (String line : page().lines()) {
      if (line.startsWith("## ")) {
        inside = line.equals(heading);
      } else if (inside && line.startsWith("| `")) {
        Matcher code = CODE.matcher(line.substring(0, line.indexOf('|', 1)));
        while (code.find()) {
          codes.add(code.group(1));
        }
      }
    }
    return codes;
  }

  private static RepositoryFile page() {
    return FILES.stream()
        .filter(file -> file.path().equals("docs/errors.md"))
        .findFirst()
        .orElseThrow();
  }
}
