package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Logs from before a task and its options were one event (numbers 64 and 84), and their like now.
class OldOptionsTest {
  private static final long MILLIS = 1_700_000_000_123L;
  private static final Path LOG = StoreSite.LAYOUT.log();

  private static final TaskSpec PLAIN = TaskSpec.of(new TaskId(1, 1), TaskPayload.EMPTY);
  private static final TaskSpec KEYED =
      TaskSpec.of(new TaskId(1, 2), TaskPayload.EMPTY)
          .withConstraints(TaskConstraints.DEFAULT.withConcurrencyKey("a"));
  private static final TaskPolicy RETRY =
      TaskPolicy.NONE.withRetry(RetryPolicy.of(RetryPolicy.Strategy.FIXED, 1000, 60_000));
  private static final TaskPolicy KEYS = TaskPolicy.NONE.withFurtherKeys(List.of("b", "c"));

  /// A log of four events in two batches, as it was written when the options were events of their
  /// own.
  private static final String OLD =
      """
      06000000540000005075dd9e01000225001000000000000000010000000000000001000000010000
      000000000000000080e2cfaa062a4010000000000000000100000000000000010100e807e0d40300
      00000000000001000000fbd095ffbc3106000000530000000d443dc6030002270010000000000000
      000100000000000000020000000100010161000000000000000080e2cfaa06275410000000000000
      00010000000000000002000000000000010000000201620163fbd095ffbc31
      """;

  @Test
  void aLogWithOptionsInEventsOfTheirOwnIsReadAsItWas() throws IOException {
    var site = new StoreSite();
    try (Store store = site.open()) {
      assertThat(store.state().latestSequence()).isZero();
    }
    byte[] old = HexFormat.of().parseHex(OLD.replace("\n", ""));
    try (FileHandle file = site.disk.open(LOG, OpenMode.CREATE_EMPTY)) {
      file.write(ByteBuffer.wrap(old), 0);
      file.sync(true);
    }
    Store.Loaded loaded = site.load();
    assertThat(loaded.state().latestSequence()).isEqualTo(4);
    assertThat(loaded.state().extensions().policy(PLAIN.id())).isEqualTo(RETRY);
    assertThat(loaded.state().extensions().policy(KEYED.id())).isEqualTo(KEYS);
    assertThat(loaded.state().image()).isEqualTo(written().state().image());
  }

  private static Store.Loaded written() throws IOException {
    var site = new StoreSite();
    try (Store store = site.open()) {
      StoreSite.append(
          store,
          new TaskCreated(PLAIN, MILLIS / 1000),
          new TaskPolicySet(PLAIN.id(), RETRY, MILLIS));
      StoreSite.append(
          store,
          new TaskCreated(KEYED, MILLIS / 1000),
          new TaskPolicySet(KEYED.id(), KEYS, MILLIS));
    }
    return site.load();
  }

  /// A task and its options in one event come back from the log, from a snapshot, and from both.
  @Test
  void aLogWithTasksThatHaveOptionsIsReadAgain() throws IOException {
    var site = new StoreSite();
    site.write(
        new TaskCreatedWithPolicy(PLAIN, RETRY, MILLIS),
        new TaskCreatedWithPolicy(KEYED, KEYS, MILLIS));
    Store.Loaded old = written();
    Store.Loaded loaded = site.load();
    assertThat(loaded.state().image().tasks()).isEqualTo(old.state().image().tasks());
    assertThat(loaded.state().image().extensions()).isEqualTo(old.state().image().extensions());
    site.writeSnapshot();
    site.write(new TaskPolicySet(KEYED.id(), RETRY, MILLIS + 1));
    String digest = site.load().state().digest();
    try (Store store = site.open()) {
      assertThat(store.report().snapshotLoaded()).isTrue();
      assertThat(store.state().digest()).isEqualTo(digest);
      assertThat(store.state().extensions().policy(PLAIN.id())).isEqualTo(RETRY);
      assertThat(store.state().extensions().policy(KEYED.id())).isEqualTo(RETRY);
    }
  }
}
