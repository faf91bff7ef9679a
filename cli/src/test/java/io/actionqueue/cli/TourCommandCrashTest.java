package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.terminal.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The tour as a newcomer runs it, with the machine's own clock and processes.
@Timeout(180)
final class TourCommandCrashTest {
  @Test
  void everythingComesOutAsPromised() {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Surroundings surroundings =
        Surroundings.builder()
            .streams(new ByteArrayInputStream(new byte[0]), out, err)
            .environment(System.getenv())
            .build();
    int exit = Main.run(surroundings, "tour");
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(err.toString(StandardCharsets.UTF_8)).as(text).isEmpty();
    assertThat(exit).isZero();
    Matcher place = Pattern.compile("rm -r (\\S+)").matcher(text);
    assertThat(place.find()).isTrue();
    Tree.delete(Path.of(place.group(1)));
    assertThat(text)
        .contains("kill -9", "Interrupted", "concurrency_key", "everything came out as promised")
        .doesNotContain("\u001b");
  }
}
