package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.file.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Damaged logs end as the original says, but for the listed deviations. Covers and
/// for every golden case.
final class GoldenDamageTest {
  private static final FileStore FILES = SystemFiles.INSTANCE;

  /// Form B of an unlimited cron policy is read: the whole log is good (spec 01 §10.3).
  private static final Set<String> GOOD_FOR_US =
      Set.of(
          "wal-cron-unbounded-1-attempt-timeout",
          "wal-cron-unbounded-3-attempts",
          "wal-cron-unbounded-defaults");

  /// Version 6 is ours: refused as an undecodable batch, not as an unknown version (D1).
  private static final String VERSION_6 = "wal-tail-version-6";

  /// Where repair would destroy readable records it is refused (spec 01 §7.3 and §10.3).
  private static final Set<String> REPAIR_REFUSED =
      Set.of(
          "wal-all-zero",
          "wal-middle-version-4",
          "wal-tail-version-0",
          "wal-tail-version-4",
          VERSION_6,
          "wal-tail-version-83886080",
          "wal-first-payload-bitflip",
          "wal-middle-crc-bitflip",
          "wal-middle-payload-bitflip",
          "wal-middle-length-past-end",
          "wal-middle-length-too-long",
          "wal-middle-length-too-short",
          "snapshot-and-corrupt-log-start");

  /// What opening makes of a damaged end where the original refuses it (S-31, S-39).
  private static final Map<String, Class<? extends ScanVerdict>> BY_DEFAULT =
      Map.ofEntries(
          Map.entry("wal-tail-header-1-bytes", ScanVerdict.Torn.class),
          Map.entry("wal-tail-header-4-bytes", ScanVerdict.Torn.class),
          Map.entry("wal-tail-header-8-bytes", ScanVerdict.Torn.class),
          Map.entry("wal-tail-header-11-bytes", ScanVerdict.Torn.class),
          Map.entry("wal-tail-header-only", ScanVerdict.Torn.class),
          Map.entry("wal-tail-payload-cut", ScanVerdict.Torn.class),
          Map.entry("wal-tail-payload-cut-1", ScanVerdict.Torn.class),
          Map.entry("wal-only-partial-record", ScanVerdict.Torn.class),
          Map.entry("snapshot-and-corrupt-log-tail", ScanVerdict.Torn.class),
          Map.entry("wal-zero-tail-1", ScanVerdict.CleanEnd.class),
          Map.entry("wal-zero-tail-12", ScanVerdict.CleanEnd.class),
          Map.entry("wal-zero-tail-13", ScanVerdict.CleanEnd.class),
          Map.entry("wal-zero-tail-4096", ScanVerdict.CleanEnd.class),
          Map.entry("wal-all-zero", ScanVerdict.CleanEnd.class));

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> streamingReaderEndsWhereTheOriginalsDoes() {
    return eachCase((name, log, expected) -> {
      JsonNode reader = expected.get("wal_reader");
      List<String> sequences = new ArrayList<>();
      CorruptLog damage = null;
      try (LogReader events = LogReader.open(FILES, log)) {
        for (var event = events.next(); event != null; event = events.next()) {
          sequences.add(Long.toUnsignedString(event.sequence()));
        }
      } catch (CorruptLog e) {
        damage = e;
      }
      if (GOOD_FOR_US.contains(name)) {
        assertThat(damage).isNull();
        assertThat(sequences).hasSize(17);
        return;
      }
      assertThat(sequences).isEqualTo(texts(reader.get("sequences")));
      if (reader.get("end").asString().equals("eof")) {
        assertThat(damage).isNull();
        return;
      }
      assertThat(damage).isNotNull();
      assertThat(damage.offsetBytes()).isEqualTo(reader.at("/corruption/offset").asLong());
      assertThat(damage.token())
          .isEqualTo(
              name.equals(VERSION_6)
                  ? "decode_failure"
                  : reader.at("/corruption/reason").asString());
    });
  }

  @TestFactory
  Stream<DynamicTest> strictScanRefusesWhatTheOriginalsWriterRefuses() {
    return eachCase((name, log, expected) -> {
      JsonNode writer = expected.get("wal_writer_strict");
      ScanReport report = LogScan.run(FILES, log, ScanPolicy.STRICT, EventSink.NONE);
      if (writer.get("ok").asBoolean() || GOOD_FOR_US.contains(name)) {
        assertThat(report.verdict()).isEqualTo(new ScanVerdict.CleanEnd(Files.size(log)));
        if (!GOOD_FOR_US.contains(name)) {
          assertThat(Long.toUnsignedString(report.lastSequence()))
              .isEqualTo(writer.get("current_sequence").asString());
        }
        return;
      }
      assertThat(report.verdict())
          .isInstanceOfSatisfying(
              ScanVerdict.Corrupt.class,
              corrupt -> {
                assertThat(corrupt.offset()).isEqualTo(writer.at("/corruption/offset").asLong());
                assertThat(corrupt.reason().token())
                    .isEqualTo(
                        name.equals(VERSION_6)
                            ? "decode_failure"
                            : writer.at("/corruption/reason").asString());
              });
    });
  }

  @TestFactory
  Stream<DynamicTest> openingCutsUnfinishedWritesAndRefusesEverythingElse() {
    return eachCase((name, log, expected) -> {
      ScanReport report = LogScan.run(FILES, log, ScanPolicy.DEFAULT, EventSink.NONE);
      boolean good = expected.at("/wal_writer_strict/ok").asBoolean() || GOOD_FOR_US.contains(name);
      assertThat(report.verdict())
          .isInstanceOf(
              good
                  ? ScanVerdict.CleanEnd.class
                  : BY_DEFAULT.getOrDefault(name, ScanVerdict.Corrupt.class));
      if (!good) {
        assertThat(report.verdict().offset())
            .isEqualTo(expected.at("/wal_writer_strict/corruption/offset").asLong());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> repairCutsAsTheOriginalUnlessReadableRecordsWouldBeLost() {
    return eachCase((name, log, expected) -> {
      JsonNode repair = expected.get("wal_writer_truncate_partial");
      Path copy = Files.copy(log, folder.resolve(name + ".wal"));
      byte[] before = Files.readAllBytes(copy);
      ScanReport report = LogScan.run(FILES, copy, ScanPolicy.TRUNCATE_PARTIAL, EventSink.NONE);
      if (REPAIR_REFUSED.contains(name)) {
        assertThat(report.verdict()).isInstanceOf(ScanVerdict.Corrupt.class);
        assertThat(copy).hasBinaryContent(before);
        return;
      }
      boolean cuts = repair.get("truncated").asBoolean() && !GOOD_FOR_US.contains(name);
      if (!cuts) {
        assertThat(report.verdict()).isEqualTo(new ScanVerdict.CleanEnd(before.length));
        return;
      }
      var torn = (ScanVerdict.Torn) report.verdict();
      Path aside = TornTail.setAside(FILES, copy, torn, 1_700_000_000_000L);
      assertThat(Files.size(copy)).isEqualTo(repair.get("file_length_after").asLong());
      assertThat(Files.size(aside)).isEqualTo(before.length - Files.size(copy));
      ScanReport after = LogScan.run(FILES, copy, ScanPolicy.STRICT, EventSink.NONE);
      assertThat(after.verdict()).isEqualTo(new ScanVerdict.CleanEnd(Files.size(copy)));
      assertThat(after.events()).isEqualTo(repair.get("records_after").asLong());
      assertThat(Long.toUnsignedString(after.lastSequence()))
          .isEqualTo(repair.get("current_sequence").asString());
    });
  }

  @FunctionalInterface
  private interface Check {
    void run(String name, Path log, JsonNode expected) throws IOException;
  }

  private static Stream<DynamicTest> eachCase(Check check) {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    each(directory -> {
      String name = String.valueOf(directory.getFileName());
      Path log = directory.resolve("wal").resolve("actionqueue.wal");
      if (Files.exists(log)) {
        JsonNode expected = Golden.json(directory.resolve("expected.json"));
        tests.add(DynamicTest.dynamicTest(name, () -> check.run(name, log, expected)));
      }
    });
    return tests.build();
  }

  private static void each(Consumer<Path> action) {
    Golden.corruptCases().forEach(action);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asString()));
    return texts;
  }
}
