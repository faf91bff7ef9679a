package io.actionqueue.systemtests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.ActionQueue;
import io.actionqueue.RunQuery;
import io.actionqueue.RunView;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that submits and executes is killed with SIGKILL at random moments, again and again on
/// one directory, and started anew. Then a last engine finishes what is left, and everything that
/// was ever acknowledged or executed is judged.
///
/// More cycles: `build/mvn test -pl system-tests -am -Dtest=KillCrashTest -Daq.crash.cycles=200
/// -Dsurefire.failIfNoSpecifiedTests=false`. The seed is printed; `-Daq.seed=N` sets it (it decides
/// what is submitted and when the kill comes, not how the operating system interleaves threads).
final class KillCrashTest {
  private static final int CYCLES = Integer.getInteger("aq.crash.cycles", 40);
  private static final int LONGEST_LIFE_MILLIS = 250;

  private final Set<TaskId> acknowledged = new HashSet<>();
  private final Set<String> begun = new HashSet<>();
  private final Map<String, Integer> ended = new HashMap<>();
  private int refused;
  private long sequence;

  @TempDir Path folder;

  /// A-145, with 40 rounds.
  @Test
  void nothingAcknowledgedIsLostNothingCompletesTwiceAndNothingStaysBehind() throws Exception {
    long seed = Long.getLong("aq.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      Path effects = folder.resolve("effects-" + cycle);
      liveAndDie(effects, random.nextLong(), random.nextInt(LONGEST_LIFE_MILLIS));
      judgeEffects(effects);
      judgeSequence();
    }
    var runs = finishAndCollect(folder.resolve("effects-last"), seed);
    judgeEffects(folder.resolve("effects-last"));
    judge(runs);
    System.out.printf(
        "seed %d: %d kills, %d tasks acknowledged, %d cancellations refused, %d attempts begun,"
            + " %d runs, all ended%n",
        seed, CYCLES, acknowledged.size(), refused, begun.size(), runs.size());
  }

  private void liveAndDie(Path effects, long seed, int lifeMillis) throws Exception {
    Process victim = start(effects, seed);
    try (InputStream out = victim.getInputStream()) {
      String first = firstLine(out);
      assertThat(first).as("the first line of a victim (seed %d)", seed).isEqualTo("READY");
      var rest = new CompletableFuture<byte[]>();
      Thread.ofPlatform().start(() -> readToEnd(out, rest));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(lifeMillis));
      // Not Process.destroyForcibly: it closes the stream together with what is unread in it.
      assertThat(victim.toHandle().destroyForcibly()).isTrue();
      victim.waitFor();
      completeLines(rest.get()).forEach(this::heard);
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  /// Reads until the victim is dead and its pipe is empty; meanwhile the victim never waits for us.
  private static void readToEnd(InputStream in, CompletableFuture<byte[]> rest) {
    try {
      rest.complete(in.readAllBytes());
    } catch (Throwable failure) {
      rest.completeExceptionally(failure);
    }
  }

  /// The lines that the victim wrote to their end; the kill may have cut the last one.
  static List<String> completeLines(byte[] written) {
    String text = new String(written, StandardCharsets.US_ASCII);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private Process start(Path effects, long seed) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            CrashVictim.class.getName(),
            store().toString(),
            effects.toString(),
            Long.toString(seed))
        .redirectError(folder.resolve("stderr").toFile())
        .start();
  }

  private void heard(String line) {
    if (line.startsWith("ACK ")) {
      acknowledged.add(TaskId.parse(line.substring(4)));
    } else {
      assertThat(line).startsWith("REFUSED ");
      refused++;
    }
  }

  private Path store() {
    return folder.resolve("store");
  }

  /// An attempt begins once in all lives together, and within a life two runs with one key never
  /// overlap.
  private void judgeEffects(Path effects) throws IOException {
    if (!Files.exists(effects)) {
      return;
    }
    var holders = new HashMap<String, String>();
    for (String line : Files.readAllLines(effects)) {
      String[] parts = line.split(" ");
      if (parts.length < 4) {
        continue; // cut off by the kill
      }
      String run = parts[1];
      String attempt = run + " " + parts[2];
      boolean begins = parts[0].equals("B");
      if (begins) {
        assertThat(begun.add(attempt)).as("attempt %s begins once", attempt).isTrue();
      } else {
        ended.merge(run, 1, Integer::sum);
      }
      if (!parts[3].equals("-")) {
        String before = begins ? holders.put(parts[3], run) : holders.remove(parts[3]);
        assertThat(before).as("holder of %s", parts[3]).isEqualTo(begins ? null : run);
      }
    }
  }

  private List<RunView> finishAndCollect(Path effects, long seed) throws Exception {
    try (var queue = ActionQueue.open(new CrashVictim(effects, seed).options(store()))) {
      awaitEnd(queue);
      var all = collect(queue);
      judgePolicies(queue, all);
      queue.close(Duration.ofSeconds(10));
      return all;
    }
  }

  /// What a later life finds begins where an earlier one ended.
  private void judgeSequence() throws IOException {
    var loaded = Store.load(SystemFiles.INSTANCE, ManualTime.atSeconds(0), store());
    long found = loaded.state().latestSequence();
    assertThat(found).as("latest sequence").isGreaterThanOrEqualTo(sequence);
    sequence = found;
  }

  private static void awaitEnd(ActionQueue queue) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (open(queue) > 0) {
      assertThat(System.nanoTime())
          .as("time until nothing is left; still open: %s", queue.stats().join())
          .isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static long open(ActionQueue queue) {
    var byState = queue.stats().join().runsByState();
    return byState.entrySet().stream()
        .filter(entry -> !entry.getKey().isTerminal())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static List<RunView> collect(ActionQueue queue) {
    var all = new ArrayList<RunView>();
    while (true) {
      var page = queue.runs(new RunQuery(1000, all.size(), null, null)).join();
      all.addAll(page.items());
      if (all.size() >= page.total()) {
        return all;
      }
    }
  }

  /// No task has more runs than its policy implies, and none has fewer.
  private static void judgePolicies(ActionQueue queue, List<RunView> runs) {
    var counts = new HashMap<TaskId, Long>();
    runs.forEach(view -> counts.merge(view.run().instance().taskId(), 1L, Long::sum));
    counts.forEach((task, count) -> {
      var policy = queue.task(task).join().orElseThrow().spec().runPolicy();
      assertThat(count).as("runs of %s", task).isEqualTo(policy.maxRuns());
    });
  }

  private void judge(List<RunView> runs) {
    var tasks = new HashSet<TaskId>();
    var ids = new HashSet<RunId>();
    for (RunView view : runs) {
      StateImage.Run run = view.run();
      tasks.add(run.instance().taskId());
      assertThat(ids.add(run.instance().id())).isTrue();
      long completions =
          run.history().stream().filter(entry -> entry.to() == RunState.COMPLETED).count();
      assertThat(completions).isLessThanOrEqualTo(1);
      if (run.instance().state() == RunState.COMPLETED) {
        assertThat(completions).isEqualTo(1);
        assertThat(ended).as("handlers that returned").containsKey(run.instance().id().toString());
      }
      assertThat(run.attempts()).allMatch(attempt -> attempt.result() != null);
    }
    assertThat(tasks).as("tasks with runs").containsAll(acknowledged);
    assertThat(acknowledged).isNotEmpty();
  }
}
