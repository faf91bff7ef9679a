package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.server.testing.LiveDaemon;
import io.actionqueue.testkit.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is submitted is what is read: every value survives both ways over the wire.
class SubmissionProperty {
  @TempDir Path directory;

  @Test
  void submittedValuesAreReadBack() {
    try (var live = LiveDaemon.start(directory);
        var client =
            ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options())) {
      live.post("/api/v1/engine/pause");
      Seeds.checkSeeds(2, seed -> roundTrips(client, new Random(seed)));
    }
  }

  private static void roundTrips(ActionQueueClient client, Random random) {
    for (int i = 0; i < 60; i++) {
      var id = new TaskId(random.nextLong(), random.nextLong());
      var payload = new byte[random.nextInt(40)];
      random.nextBytes(payload);
      RunPolicy policy = policy(random);
      TaskConstraints constraints = constraints(random);
      TaskMetadata metadata = metadata(random);

      client.submit(
          Submission.withoutAction()
              .id(id)
              .payload(Bytes.copyOf(payload))
              .runPolicy(policy)
              .constraints(constraints)
              .metadata(metadata));

      TaskDetail read = client.task(id);
      assertThat(read.payload()).as("round %d", i).isEqualTo(Bytes.copyOf(payload));
      assertThat(read.runPolicy()).as("round %d", i).isEqualTo(policy);
      assertThat(read.constraints()).as("round %d", i).isEqualTo(constraints);
      assertThat(read.metadata()).as("round %d", i).isEqualTo(metadata);
    }
  }

  private static RunPolicy policy(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> RunPolicy.ONCE;
      case 1 -> new RunPolicy.Repeat(1 + random.nextInt(5), 1 + (random.nextLong() >>> 33));
      case 2 -> new RunPolicy.Cron("0 0 12 * * Mon *", null);
      default -> new RunPolicy.Cron("@hourly", 1L + random.nextInt(9));
    };
  }

  private static TaskConstraints constraints(Random random) {
    return new TaskConstraints(
        1 + (random.nextLong() & 0xffff_fffeL),
        random.nextBoolean() ? null : 1 + (random.nextLong() >>> 1 & 0xff_ffffL),
        random.nextBoolean() ? null : "k" + text(random),
        HoldPolicy.values()[random.nextInt(2)],
        SafetyLevel.values()[random.nextInt(3)],
        random.nextBoolean() ? null : List.of("nobody", "c" + text(random)));
  }

  private static TaskMetadata metadata(Random random) {
    return new TaskMetadata(
        List.of(text(random), text(random)),
        random.nextInt(),
        random.nextBoolean() ? null : text(random));
  }

  /// Any characters but lone surrogates, which UTF-8 cannot say.
  private static String text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
    }
    return text.toString();
  }
}
