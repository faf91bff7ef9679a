package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedHistoryTest {
  private static final long[] EDGES = {
    0, 1, -1, 63, 64, -64, -65, 8191, 8192, Long.MAX_VALUE, Long.MIN_VALUE, 1_700_000_000L
  };

  private byte @Nullable [] bytes;
  private int length;
  private long last;

  private void pack(@Nullable RunState from, RunState to, long time) {
    long distance = time - last;
    int size = PackedHistory.size(distance);
    bytes = PackedHistory.withRoom(bytes, length, size);
    int next = PackedHistory.write(bytes, length, from, to, distance);
    assertThat(next - length).as("announced size").isEqualTo(size);
    length = next;
    last = time;
  }

  private List<HistoryEntry> unpacked(long origin) {
    var entries = new ArrayList<HistoryEntry>();
    PackedHistory.read(bytes, length, origin, entries);
    return entries;
  }

  @Test
  void aLifeOfFourMovesTakesEightBytes() {
    last = 1_700_000_000L;
    pack(RunState.SCHEDULED, RunState.READY, 1_700_000_005L);
    pack(RunState.READY, RunState.LEASED, 1_700_000_005L);
    pack(RunState.LEASED, RunState.RUNNING, 1_700_000_006L);
    pack(RunState.RUNNING, RunState.COMPLETED, 1_700_000_060L);
    assertThat(length).isEqualTo(8);
    assertThat(bytes).hasSize(8);
  }

  @Test
  void nothingPackedIsNoHistory() {
    assertThat(unpacked(5)).isEmpty();
  }

  @Test
  void everyDistanceComesBack() {
    for (long from : EDGES) {
      for (long to : EDGES) {
        bytes = null;
        length = 0;
        last = from;
        pack(null, RunState.SCHEDULED, to);
        assertThat(unpacked(from)).containsExactly(new HistoryEntry(null, RunState.SCHEDULED, to));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void longHistoriesComeBack(long seed) {
    var random = new SplittableRandom(seed);
    var expected = new ArrayList<HistoryEntry>();
    RunState[] states = RunState.values();
    for (int i = 0; i < 2000; i++) {
      RunState from = random.nextInt(10) == 0 ? null : states[random.nextInt(states.length)];
      RunState to = states[random.nextInt(states.length)];
      long time = random.nextBoolean() ? last + random.nextInt(100) : random.nextLong();
      pack(from, to, time);
      expected.add(new HistoryEntry(from, to, time));
    }
    assertThat(unpacked(0)).isEqualTo(expected);
  }
}
