package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Applies [TidyRules] to this repository. What the rules catch is shown by `TidyRulesTest`.
final class TidyTest {

  private static final List<RepositoryFile> FILES = Repository.files();
  private static final List<JavaMethods.Method> METHODS = JavaMethods.of(FILES);

  @Test
  void theTreeIsSeen() {
    assertThat(FILES).extracting(RepositoryFile::path).contains("pom.xml", "verify", ".ci/run");
    assertThat(METHODS).extracting(JavaMethods.Method::name).contains("TidyTest.theTreeIsSeen");
  }

  @Test
  void filesMethodsAndParameterListsAreShortAndTheListOfExceptionsOnlyShrinks() {
    Exceptions exceptions = Exceptions.load();
    assertThat(TidyRules.longFiles(FILES, exceptions)).isEmpty();
    assertThat(TidyRules.longMethods(METHODS, exceptions)).isEmpty();
    assertThat(TidyRules.manyParameters(METHODS, exceptions)).isEmpty();
    assertThat(TidyRules.largeFiles(FILES, exceptions)).isEmpty();
    assertThat(exceptions.unused(TidyRules.RULES)).isEmpty();
  }

  @Test
  void exceptionsNameRulesThatExist() {
    assertThat(Exceptions.load().rules()).isSubsetOf(union(TidyRules.RULES, ArchRules.RULES));
  }

  @Test
  void javaLinesFitTheScreen() {
    assertThat(TidyRules.wideLines(FILES)).isEmpty();
  }

  @Test
  void unfinishedWorkNamesItsIssue() {
    assertThat(TidyRules.unfinishedWithoutIssue(FILES)).isEmpty();
  }

  @Test
  void testsNeitherSleepNorAreSwitchedOff() {
    assertThat(TidyRules.waitingTests(FILES)).isEmpty();
  }

  @Test
  void nothingNamesTheFoldersOfOneMachine() {
    assertThat(TidyRules.machinePaths(FILES)).isEmpty();
  }

  @Test
  void textFilesEndWithOneNewline() {
    assertThat(TidyRules.carelessEndings(FILES)).isEmpty();
  }

  @Test
  void everyPackageAndModuleIsDescribedAndNullMarked() {
    assertThat(TidyRules.undescribedPackages(FILES)).isEmpty();
  }

  @Test
  void linksBetweenDocumentsLeadSomewhere() {
    assertThat(TidyRules.deadLinks(FILES)).isEmpty();
  }

  private static java.util.Set<String> union(java.util.Set<String> a, java.util.Set<String> b) {
    var all = new java.util.TreeSet<>(a);
    all.addAll(b);
    return all;
  }
}
