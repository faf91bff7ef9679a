package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.ReplayRefused;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.golden.Golden;
import io.actionqueue.storage.inspect.OpenFailureKind;
import io.actionqueue.storage.inspect.StateView;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every golden directory is opened or refused as the original does, with the same counts and the
/// same state, but for the listed differences.
@DisplayName("Golden directories")
class GoldenRecoveryTest {
  static List<Golden> directories() {
    List<Golden> all = new ArrayList<>(Golden.corrupt());
    all.addAll(Golden.snapshots());
    all.add(new Golden("lifecycle"));
    return all;
  }

  @ParameterizedTest
  @MethodSource("directories")
  void strictRecoveryAgrees(Golden golden) throws IOException {
    agree(golden, ScanPolicy.STRICT);
  }

  @ParameterizedTest
  @MethodSource("directories")
  void recoveryAgreesButForUnfinishedEnds(Golden golden) throws IOException {
    agree(golden, ScanPolicy.DEFAULT);
  }

  private static void agree(Golden golden, ScanPolicy policy) throws IOException {
    JsonNode expected = expectation(golden);
    Boolean differs = GoldenDifferences.opens(golden.name(), policy);
    boolean shouldOpen = differs != null ? differs : expected.get("ok").asBoolean();
    var layout = new DataLayout(Golden.DIRECTORY);
    SimulatedDisk disk = golden.disk();
    try {
      var found = new Recovery(disk, layout, policy, GapPolicy.REFUSE).run();
      assertThat(shouldOpen).as("opened").isTrue();
      if (differs == null) {
        counts(golden, expected.get("bootstrap"), found);
        projection(golden, expected, found);
      }
    } catch (StorageException refusal) {
      assertThat(shouldOpen).as("refused: %s", refusal.getMessage()).isFalse();
      if (differs == null) {
        refusal(golden, expected.get("error"), refusal);
      }
    }
  }

  private static JsonNode expectation(Golden golden) {
    return golden.has("expected-projection.json")
        ? golden.json("expected-projection.json")
        : golden.json("expected.json").get("bootstrap");
  }

  private static void refusal(Golden golden, JsonNode error, StorageException refusal) {
    assertThat(OpenFailureKind.of(refusal).wireName()).isEqualTo(error.get("kind").asString());
    String message = error.get("message").asString();
    switch (OpenFailureKind.of(refusal)) {
      case WAL_INIT -> {
        assertThat(message).contains("WAL corruption at offset " + refusal.offsetBytes() + " (");
        if (!GoldenDifferences.isReadAsBatch(golden.name())) {
          assertThat(message).contains("(" + ((CorruptLog) refusal).token() + ")");
        }
      }
      case WAL_REPLAY -> assertThat(message).contains(originalText((ReplayRefused) refusal));
      case SNAPSHOT_BOOTSTRAP ->
          assertThat(refusal.getMessage())
              .contains(message.substring("snapshot bootstrap error: ".length()));
    }
  }

  private static String originalText(ReplayRefused refusal) {
    return switch (refusal.kind()) {
      case "InvalidTransition" -> "Invalid state transition";
      case "DuplicateEvent" -> "Duplicate event";
      case "LeaseCausality" -> "Lease causality violation";
      case "TaskCausality" -> "Task causality violation";
      case "EngineControlCausality" -> "Engine control causality violation";
      default -> throw new AssertionError("no golden directory is refused for " + refusal.kind());
    };
  }

  private static void counts(Golden golden, JsonNode expected, Recovery.Found found) {
    long events = found.snapshot() instanceof SnapshotUse.Used used ? used.events() : 0;
    long sequence = found.snapshot() instanceof SnapshotUse.Used used ? used.sequence() : 0;
    assertThat(found.snapshot() instanceof SnapshotUse.Used)
        .isEqualTo(expected.get("snapshot_loaded").asBoolean());
    assertThat(sequence).isEqualTo(number(expected, "snapshot_sequence"));
    assertThat(events).isEqualTo(number(expected, "snapshot_events_applied"));
    assertThat(found.log().applied()).isEqualTo(number(expected, "wal_replay_events_applied"));
    long writer = number(expected, "wal_writer_sequence");
    boolean behind = GoldenDifferences.writerGoesOnBehindTheSnapshot(golden.name());
    assertThat(found.position().lastSequence()).isEqualTo(behind ? sequence : writer);
  }

  private static long number(JsonNode object, String key) {
    return object.get(key).bigIntegerValue().longValue();
  }

  private static void projection(Golden golden, JsonNode expected, Recovery.Found found)
      throws IOException {
    var text = new StringBuilder();
    StateView.write(JsonWriter.to(text), found.state().image());
    JsonNode view = Golden.tree(text.toString());
    assertThat(view.get("ok").asBoolean()).isTrue();
    List<String> different = new ArrayList<>();
    compare("", expected.get("projection"), view.get("projection"), different);
    different.removeIf(place -> GoldenDifferences.mayDiffer(golden.name(), place));
    assertThat(different).isEmpty();
  }

  private static void compare(
      String place, JsonNode expected, JsonNode actual, List<String> different) {
    if (expected.isObject() && actual.isObject()) {
      var names = new TreeSet<>(expected.propertyNames());
      if (!names.equals(new TreeSet<>(actual.propertyNames()))) {
        different.add(place);
        return;
      }
      for (String name : names) {
        compare(place + "/" + name, expected.get(name), actual.get(name), different);
      }
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(place + "/" + i, expected.get(i), actual.get(i), different);
      }
    } else if (!expected.equals(actual)) {
      different.add(place);
    }
  }
}
