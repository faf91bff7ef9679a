package io.actionqueue.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.golden.Golden;
import io.actionqueue.storage.json.JsonReader;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Snapshots that the original wrote, and damaged ones: each is loaded or refused as the original
/// does, and what is written again has the same bytes.
class V8GoldenTest {
  private static final Path FILE = new DataLayout(Golden.DIRECTORY).v8Snapshot();

  static List<Golden> damaged() {
    return Golden.corrupt();
  }

  static List<Golden> whole() {
    return Golden.snapshots();
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void loadingAnswersAsTheOriginalDoes(Golden golden) throws IOException {
    JsonNode expected = golden.json("expected.json").get("snapshot_loader");
    switch (V8File.load(golden.disk(), FILE)) {
      case V8File.Loaded.Absent _ -> assertThat(expected.get("present").asBoolean()).isFalse();
      case V8File.Loaded.Present(V8Snapshot snapshot) -> expectContent(snapshot, expected);
      case V8File.Loaded.Unusable(SnapshotFault fault) -> expectFault(fault, expected);
    }
  }

  private static void expectContent(V8Snapshot snapshot, JsonNode expected) {
    assertThat(expected.get("ok").asBoolean()).isTrue();
    assertThat(expected.get("present").asBoolean()).isTrue();
    assertThat(snapshot.state().tasks()).hasSize(expected.get("tasks").asInt());
    assertThat(snapshot.state().runs()).hasSize(expected.get("runs").asInt());
    assertThat(snapshot.state().sequence())
        .isEqualTo(expected.get("wal_sequence").bigIntegerValue().longValue());
  }

  private static void expectFault(SnapshotFault fault, JsonNode expected) {
    assertThat(expected.get("ok").asBoolean()).isFalse();
    JsonNode error = expected.get("error");
    assertThat(fault.kind()).isEqualTo(error.get("kind").asString());
    JsonNode detail = error.get("detail");
    switch (fault) {
      case SnapshotFault.MappingError(MappingViolation violation) ->
          assertThat(violation.kind()).isEqualTo(detail.asString());
      case SnapshotFault.CrcMismatch(long stored, long actual) -> {
        assertThat(stored).isEqualTo(detail.get("expected").asLong());
        assertThat(actual).isEqualTo(detail.get("actual").asLong());
      }
      case SnapshotFault.IncompatibleVersion(int version, long found) -> {
        assertThat(version).isEqualTo(detail.get("expected").asInt());
        assertThat(found).isEqualTo(detail.get("found").asLong());
      }
      case SnapshotFault.DecodeError _, SnapshotFault.IoError _ ->
          assertThat(detail.isNull()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("whole")
  void whatTheOriginalWroteIsWrittenAgainWithTheSameBytes(Golden golden) throws IOException {
    if (!golden.has("snapshots/snapshot.bin")) {
      assertThat(golden.name()).isEqualTo("snapshot-plus-tail-wal-only");
      return;
    }
    SimulatedDisk disk = golden.disk();
    V8Snapshot snapshot = load(disk);
    Path copy = Golden.DIRECTORY.resolve("copy.bin");
    try (var file = disk.open(copy, OpenMode.CREATE_EMPTY)) {
      V8File.write(file, snapshot);
    }
    byte[] original = golden.bytes("snapshots/snapshot.bin");
    if (golden.name().matches("snapshot-only-format(-paused)?")) {
      // A hand-made file with an updated_at, which nothing sets and no reader keeps.
      assertThat(text(disk.content(copy))).isEqualTo(withoutUpdatedAt(text(original)));
    } else {
      assertThat(disk.content(copy)).isEqualTo(original);
    }
  }

  private static V8Snapshot load(SimulatedDisk disk) {
    assertThat(V8File.load(disk, FILE)).isInstanceOf(V8File.Loaded.Present.class);
    return ((V8File.Loaded.Present) V8File.load(disk, FILE)).snapshot();
  }

  private static String text(byte[] file) {
    byte[] payload = Arrays.copyOfRange(file, V8File.HEADER_BYTES, file.length);
    return new String(payload, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String withoutUpdatedAt(String json) {
    return json.replaceAll("\"updated_at\":[0-9]+(?=,\"canceled_at\")", "\"updated_at\":null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot-plus-tail", "snapshot-only-format-empty"})
  void whatTheOriginalWroteFromAStateCanBeWrittenByUsToo(String name) throws IOException {
    assertThat(V8Form.whyNot(load(new Golden(name).disk()))).isNull();
  }

  @Test
  @DisplayName("the sample of the format's description has the published length and checksum")
  void publishedSample() throws IOException {
    SimulatedDisk disk = SimulatedDisk.create();
    disk.createDirectories(Golden.DIRECTORY);
    Path file = Golden.DIRECTORY.resolve("sample.bin");
    try (var handle = disk.open(file, OpenMode.CREATE_EMPTY)) {
      V8File.write(handle, sample());
    }
    byte[] bytes = disk.content(file);
    assertThat(bytes).hasSize(V8File.HEADER_BYTES + 4878);
    assertThat(Arrays.copyOf(bytes, 12))
        .isEqualTo(java.util.HexFormat.of().parseHex("040000000e130000b46a5a73"));
  }

  private static V8Snapshot sample() throws IOException {
    byte[] text = Files.readAllBytes(Path.of("src/test/resources/format/v8/sample.json"));
    var source = new ByteArrayInputStream(text);
    return V8Json.read(JsonReader.of(source::read));
  }
}
