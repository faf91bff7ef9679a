package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules have teeth: each catches a planted violation, and leaves the innocent neighbour alone.
final class TidyRulesTest {

  private static final String MAIN = "core/src/main/java/io/actionqueue/core/Planted.java";
  private static final String TEST = "core/src/test/java/io/actionqueue/core/PlantedTest.java";
  private static final Exceptions NONE = Exceptions.parse("");

  @Test
  void fileBeyondTheSoftLimitNeedsAnException() {
    RepositoryFile file = RepositoryFile.of(MAIN, "\n".repeat(401));

    assertThat(TidyRules.longFiles(List.of(file), NONE)).hasSize(1);
    assertThat(TidyRules.longFiles(List.of(file), listed("file-lines", MAIN, 410))).isEmpty();
    assertThat(TidyRules.longFiles(List.of(RepositoryFile.of(MAIN, "\n".repeat(400))), NONE))
        .isEmpty();
  }

  @Test
  void fileBeyondTheHardLimitIsRefusedEvenWithAnException() {
    RepositoryFile file = RepositoryFile.of(MAIN, "\n".repeat(601));

    assertThat(TidyRules.longFiles(List.of(file), listed("file-lines", MAIN, 700))).hasSize(1);
  }

  @Test
  void exceptionThatIsTooGenerousIsToBeLowered() {
    RepositoryFile file = RepositoryFile.of(MAIN, "\n".repeat(420));

    assertThat(TidyRules.longFiles(List.of(file), listed("file-lines", MAIN, 590)))
        .containsExactly("exceptions.txt: lower file-lines of " + MAIN + " to 420");
  }

  @Test
  void exceptionThatNothingNeedsIsReported() {
    Exceptions exceptions = listed("file-lines", MAIN, 500);

    assertThat(exceptions.unused(TidyRules.RULES)).hasSize(1);
    assertThat(exceptions.allows("file-lines", MAIN)).isTrue();
    assertThat(exceptions.unused(TidyRules.RULES)).isEmpty();
  }

  @Test
  void exceptionWithoutReasonIsRefused() {
    assertThatThrownBy(() -> Exceptions.parse("file-lines | " + MAIN + " | 500 |"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void methodsAreMeasuredWhereverTheyStand() {
    String source =
        """
        class Planted {
          interface Inner { int quiet(); }
          Runnable field = new Runnable() {
            @Override
            public void run() { String brace = "}}}{"; /* { */ }
          };
          record Pair(int a, int b, int c, int d, int e, int f) {
            Pair {
              if (a > 0) { throw new IllegalArgumentException(); }
            }
          }
          void six(int a, int b, int c, int d, int e, int f) {%s
          }
        }
        """
            .formatted("\n".repeat(59));
    List<JavaMethods.Method> methods = JavaMethods.of(List.of(RepositoryFile.of(MAIN, source)));

    assertThat(methods)
        .extracting(JavaMethods.Method::name)
        .contains("Planted.anonymous.run", "Planted.six")
        .doesNotContain("Planted.Inner.quiet");
    assertThat(TidyRules.longMethods(methods, NONE))
        .containsExactly(MAIN + "#Planted.six: method-lines is 61, at most 60");
    assertThat(TidyRules.manyParameters(methods, NONE))
        .containsExactly(MAIN + "#Planted.six: parameters is 6, at most 5");
  }

  @Test
  void wideLineIsFound() {
    assertThat(TidyRules.wideLines(java("//" + "é".repeat(119)))).hasSize(1);
    assertThat(TidyRules.wideLines(java("//" + "é".repeat(118)))).isEmpty();
  }

  @Test
  void unfinishedWorkWithoutIssueIsFound() {
    assertThat(TidyRules.unfinishedWithoutIssue(java("// TODO later"))).hasSize(1);
    assertThat(TidyRules.unfinishedWithoutIssue(java("// TODO(#12) later"))).isEmpty();
  }

  @Test
  void sleepingAndDisabledTestsAreFound() {
    assertThat(TidyRules.waitingTests(test("Thread.sleep(10);"))).hasSize(1);
    assertThat(TidyRules.waitingTests(test("@Disabled"))).hasSize(1);
    assertThat(TidyRules.waitingTests(java("Thread.sleep(10);"))).isEmpty();
  }

  @Test
  void machinePathsAreFoundButRoutesAndRelativePathsAreNot() {
    String home = "/" + "home" + "/someone";
    assertThat(TidyRules.machinePaths(java("\"" + home + "\""))).hasSize(1);
    assertThat(TidyRules.machinePaths(List.of(RepositoryFile.of("docs/a.md", "in " + home))))
        .hasSize(1);
    assertThat(TidyRules.machinePaths(java("\"/api" + home + "\""))).isEmpty();
  }

  @Test
  void largeFilesAreFoundUnlessGolden() {
    byte[] bytes = new byte[TidyRules.FILE_BYTES_MAX + 1];

    assertThat(
            TidyRules.largeFiles(
                List.of(new RepositoryFile("docs/a.bin", bytes), goldenOf(bytes)), NONE))
        .hasSize(1);
  }

  @Test
  void missingNewlineAndCarriageReturnAreFound() {
    assertThat(TidyRules.carelessEndings(java("a"))).hasSize(1);
    assertThat(TidyRules.carelessEndings(java("a\r\n"))).hasSize(1);
    assertThat(TidyRules.carelessEndings(java("a\n"))).isEmpty();
  }

  @Test
  void undescribedPackageIsFound() {
    String folder = "core/src/main/java/io/actionqueue/core/";
    RepositoryFile type = RepositoryFile.of(MAIN, "class Planted {}\n");
    RepositoryFile bare = RepositoryFile.of(folder + "package-info.java", "package x;\n");
    RepositoryFile good =
        RepositoryFile.of(folder + "package-info.java", "/// Planted.\n@NullMarked\npackage x;\n");

    assertThat(TidyRules.undescribedPackages(List.of(type))).hasSize(1);
    assertThat(TidyRules.undescribedPackages(List.of(type, bare))).hasSize(1);
    assertThat(TidyRules.undescribedPackages(List.of(type, good))).isEmpty();
  }

  @Test
  void deadLinkIsFound() {
    RepositoryFile target = RepositoryFile.of("docs/adr/0001-a.md", "");
    RepositoryFile alive =
        RepositoryFile.of(
            "docs/a.md", "[a](adr/0001-a.md#x) [b](../docs/adr) [c](https://example.org) `[d](e)`");
    RepositoryFile dead = RepositoryFile.of("docs/b.md", "[a](adr/0002-b.md)");

    assertThat(TidyRules.deadLinks(List.of(target, alive))).isEmpty();
    assertThat(TidyRules.deadLinks(List.of(target, dead))).hasSize(1);
  }

  private static RepositoryFile goldenOf(byte[] bytes) {
    return new RepositoryFile("storage/src/test/resources/golden/a.bin", bytes);
  }

  private static List<RepositoryFile> java(String text) {
    return List.of(RepositoryFile.of(MAIN, text));
  }

  private static List<RepositoryFile> test(String text) {
    return List.of(RepositoryFile.of(TEST, text));
  }

  private static Exceptions listed(String rule, String place, int limit) {
    return Exceptions.parse(rule + " | " + place + " | " + limit + " | because");
  }
}
