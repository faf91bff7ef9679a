package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs every program of examples/ from its source, as a reader would, and compares what it prints.
final class ExamplesTest {
  @TempDir Path directory;

  @Test
  void everyExampleIsRunHere() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      List<String> programs =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .sorted()
              .toList();
      assertThat(programs)
          .containsExactly("Approval.java", "Coordinator.java", "Pipeline.java", "Schedule.java");
      String readme = Files.readString(folder().resolve("README.md"));
      assertThat(programs).allMatch(name -> readme.contains("(" + name + ")"));
    }
  }

  @Test
  void pipelinePassesOutputsOn() throws Exception {
    assertThat(run("Pipeline"))
        .containsExactly(
            "report: 7 orders of 3 customers",
            "report task: {COMPLETED=1}",
            "behind a failure: {CANCELED=1}");
  }

  @Test
  void coordinatorKeepsWithinItsBudget() throws Exception {
    assertThat(run("Coordinator"))
        .containsExactly(
            "attempt 1 goes on after chapter 0",
            "used up after chapter 3: BUDGET",
            "budget: 120 of 100",
            "attempt 2 goes on after chapter 3",
            "coordinator: {COMPLETED=1}",
            "children: 5");
  }

  @Test
  void approvalWaitsForADecision() throws Exception {
    assertThat(run("Approval"))
        .containsExactly(
            "waiting for a decision: restart the web servers",
            "carried out: approved: restart the web servers",
            "approved: {COMPLETED=1}",
            "waiting for a decision: drop the database",
            "rejected: {CANCELED=1}");
  }

  @Test
  void scheduleFiresThreeTimes() throws Exception {
    assertThat(run("Schedule"))
        .containsExactly(
            "firing 1",
            "firing 2",
            "firing 3",
            "after reopening: {COMPLETED=3}",
            "next noon on a weekday: 2025-06-16T12:00:00Z");
  }

  private List<String> run(String program) throws Exception {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                folder().resolve(program + ".java").toString(),
                directory.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", program).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as("exit of %s: %s", program, lines).isZero();
    return lines;
  }

  private static Path folder() {
    return Repository.root().resolve("examples");
  }
}
