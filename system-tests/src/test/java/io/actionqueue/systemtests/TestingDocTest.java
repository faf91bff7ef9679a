package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Holds the tables of rules and of weaknesses in docs/testing.md to the tests that they name.
final class TestingDocTest {
  private static final Pattern ROW =
      Pattern.compile("\\| 03-W-(\\d+) \\| [^|]+ \\| `(\\w+)(?:\\.(\\w+))?` \\|");

  private static final Pattern RULES = Pattern.compile("(RT|INV)-(\\d+)(?: to (?:RT|INV)-(\\d+))?");

  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)`");

  private static final List<RepositoryFile> FILES = Repository.files();

  @Test
  void everyWeaknessHasARow() {
    var expected = new TreeSet<>(List.of(28, 29, 30, 33, 34, 36, 37, 42, 43, 46, 47, 48));
    for (int number = 1; number <= 26; number++) {
      expected.add(number);
    }
    assertThat(rows().stream().map(row -> Integer.parseInt(row.group(1))))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void everyRowNamesATestThatCarriesItsNumber() {
    for (MatchResult row : rows()) {
      String text = textOf(row.group(2) + ".java");
      assertThat(text).containsPattern("03-W-" + row.group(1) + "\\b");
      if (row.group(3) != null) {
        assertThat(text).as("%s has the test", row.group(2)).contains("void " + row.group(3) + "(");
      }
    }
  }

  /// Each rule of the engine and each invariant of the model is judged by the simulation, or a row
  /// says why not and where it is proven.
  @Test
  void everyRuleAndInvariantHasARow() {
    assertThat(rulesOf("RT")).containsAll(IntStream.rangeClosed(1, 51).boxed().toList());
    assertThat(rulesOf("INV")).containsAll(IntStream.rangeClosed(1, 60).boxed().toList());
  }

  @Test
  void rowsOfRulesNameClassesThatExist() {
    Set<String> names = FILES.stream().map(RepositoryFile::name).collect(Collectors.toSet());
    for (String row : rowsOfRules()) {
      for (MatchResult named : CLASS.matcher(row).results().toList()) {
        assertThat(names).contains(named.group(1) + ".java");
      }
    }
  }

  private static Set<Integer> rulesOf(String family) {
    var numbers = new TreeSet<Integer>();
    for (String row : rowsOfRules()) {
      String rules = row.substring(0, row.indexOf('|', 1));
      for (MatchResult range : RULES.matcher(rules).results().toList()) {
        if (range.group(1).equals(family)) {
          int first = Integer.parseInt(range.group(2));
          String last = range.group(3);
          IntStream.rangeClosed(first, last == null ? first : Integer.parseInt(last))
              .forEach(numbers::add);
        }
      }
    }
    return numbers;
  }

  private static List<String> rowsOfRules() {
    return doc().lines().filter(line -> line.matches("\\| (RT|INV)-\\d.*")).toList();
  }

  private static List<MatchResult> rows() {
    return ROW.matcher(doc()).results().toList();
  }

  private static String doc() {
    return FILES.stream()
        .filter(file -> file.path().equals("docs/testing.md"))
        .findFirst()
        .orElseThrow()
        .text();
  }

  /// The text of the test classes of this name; some modules have one of the same name.
  private static String textOf(String name) {
    String text =
        FILES.stream()
            .filter(file -> file.isTestJava() && file.name().equals(name))
            .map(RepositoryFile::text)
            .collect(Collectors.joining());
    assertThat(text).as("the tests in %s", name).isNotEmpty();
    return text;
  }
}
