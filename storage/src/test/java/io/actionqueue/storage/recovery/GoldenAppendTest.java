package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.SequenceViolation;
import io.actionqueue.storage.golden.Golden;
import io.actionqueue.storage.wal.ScanPolicy;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every golden directory that opens takes one more record, and opens again with it.
class GoldenAppendTest {
  static List<Golden> opened() {
    return Golden.corrupt().stream()
        .filter(golden -> bootstrap(golden).get("ok").asBoolean())
        .filter(golden -> GoldenDifferences.opens(golden.name(), ScanPolicy.DEFAULT) == null)
        .toList();
  }

  private static JsonNode bootstrap(Golden golden) {
    return golden.json("expected.json").get("bootstrap");
  }

  @ParameterizedTest
  @MethodSource("opened")
  void oneMoreRecordFollows(Golden golden) throws IOException {
    JsonNode bootstrap = bootstrap(golden);
    JsonNode append = bootstrap.get("append_after_open");
    JsonNode reopened = bootstrap.get("reopen_after_append");
    var site = new StoreSite(golden.disk());
    try (Store store = site.open()) {
      boolean paused = store.state().isPaused();
      long next = store.state().latestSequence() + 1;
      var event = paused ? new EngineResumed(-1) : new EnginePaused(-1);
      if (append.get("ok").asBoolean()) {
        assertThat(next).isEqualTo(append.get("sequence").asLong());
        StoreSite.append(store, event);
      } else {
        assertThat(append.get("stage").asString()).isEqualTo("Validation");
        assertThatThrownBy(() -> store.log().append(new EventBatch(next, List.of(event))))
            .isInstanceOf(SequenceViolation.class);
      }
    }
    var state = site.load().state();
    assertThat(state.latestSequence())
        .isEqualTo(reopened.get("latest_sequence").bigIntegerValue().longValue());
    assertThat(state.isPaused()).isEqualTo(reopened.get("engine_paused").asBoolean());
  }
}
