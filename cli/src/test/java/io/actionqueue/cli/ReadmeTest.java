package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program in README.md is run as it stands there.
@Timeout(120)
final class ReadmeTest {
  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void theProgramRunsAndItsTaskCompletes() throws Exception {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(program.find()).isTrue();
    Files.writeString(directory.resolve("Hello.java"), program.group(1));
    assertThat(output("Hello.java")).contains("{COMPLETED=1}");
  }

  private String output(String source) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }
}
