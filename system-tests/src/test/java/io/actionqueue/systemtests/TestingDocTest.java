package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the table of weaknesses in docs/testing.md to the tests that it names.
final class TestingDocTest {
  private static final Pattern ROW =
      Pattern.compile("\\| 03-W-(\\d+) \\| [^|]+ \\| `(\\w+)(?:\\.(\\w+))?` \\|");

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

  private static List<MatchResult> rows() {
    return ROW.matcher(
            FILES.stream()
                .filter(file -> file.path().equals("docs/testing.md"))
                .findFirst()
                .orElseThrow()
                .text())
        .results()
        .toList();
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
