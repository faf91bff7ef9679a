package io.actionqueue.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What the line says; when it is renewed is the clock's business.
final class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Progress of(boolean outTerminal, boolean errTerminal) {
    return Progress.of(surroundings(outTerminal, errTerminal), "reading /data");
  }

  private Surroundings surroundings(boolean outTerminal, boolean errTerminal) {
    return Surroundings.builder()
        .streams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err)
        .terminals(outTerminal, errTerminal)
        .build();
  }

  @Test
  void withoutAnAmountItCountsSeconds() {
    try (Progress progress = of(false, true)) {
      assertThat(progress.line(7)).isEqualTo("reading /data … 7s");
    }
  }

  @Test
  void itSaysPercentAndBytesOfAll() {
    try (Progress progress = of(false, true)) {
      progress.expect(3 << 20);
      progress.advance(1 << 20);
      assertThat(progress.line(7)).isEqualTo("reading /data … 33 %, 1.0 MiB of 3.0 MiB, 7s");
      progress.expect(1 << 20);
      progress.advance(1 << 20);
      assertThat(progress.line(200)).isEqualTo("reading /data … 50 %, 2.0 MiB of 4.0 MiB, 3m");
    }
  }

  /// What is there to do is in part an estimate: the end is claimed by being over.
  @Test
  void itNeverClaimsMoreThan99Percent() {
    try (Progress progress = of(false, true)) {
      progress.expect(1000);
      progress.advance(1500);
      assertThat(progress.line(2)).isEqualTo("reading /data … 99 %, 1000 B of 1000 B, 2s");
    }
  }

  @Test
  void nothingIsWrittenWhereNobodyWatches() {
    try (Progress progress = of(true, false)) {
      progress.expect(1000);
    }
    try (Progress _ = Progress.ofOutput(surroundings(true, true), "printing a log")) {
      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
