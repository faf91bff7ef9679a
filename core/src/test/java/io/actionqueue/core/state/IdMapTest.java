package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdMapTest {
  private static final int ENTRIES = 50_000;

  private static TaskEntry entry(String pattern, int i, SplittableRandom random) {
    return switch (pattern) {
      case "counted low" -> new TaskEntry(0, i);
      case "counted high" -> new TaskEntry(i, 0);
      case "equal halves" -> new TaskEntry(i, i);
      case "opposite halves" -> new TaskEntry(i, -i);
      case "multiples" -> new TaskEntry((long) i << 32, (long) i << 52);
      default -> new TaskEntry(random.nextLong(), random.nextLong());
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "counted low",
        "counted high",
        "equal halves",
        "opposite halves",
        "multiples",
        "random"
      })
  void everyEntryIsFoundAndNothingElse(String pattern) {
    var map = new IdMap<TaskEntry>();
    var random = new SplittableRandom(7);
    List<TaskEntry> entries = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      TaskEntry entry = entry(pattern, i, random);
      if (map.get(entry.high, entry.low) == null) {
        map.put(entry);
        entries.add(entry);
      }
    }
    assertThat(map.size()).isEqualTo(entries.size());
    for (TaskEntry entry : entries) {
      assertThat(map.get(entry.high, entry.low)).isSameAs(entry);
      assertThat(map.get(entry.high ^ Long.MIN_VALUE, entry.low)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"counted low", "counted high", "multiples", "random"})
  void whatIsTakenOutIsGoneAndTheRestIsFound(String pattern) {
    var map = new IdMap<TaskEntry>();
    var random = new SplittableRandom(7);
    List<TaskEntry> kept = new ArrayList<>();
    List<TaskEntry> removed = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      TaskEntry entry = entry(pattern, i, random);
      if (map.get(entry.high, entry.low) == null) {
        map.put(entry);
        kept.add(entry);
      }
      if (random.nextInt(3) == 0) {
        TaskEntry gone = kept.remove(random.nextInt(kept.size()));
        map.remove(gone);
        removed.add(gone);
      }
    }
    assertThat(map.size()).isEqualTo(kept.size());
    for (TaskEntry entry : kept) {
      assertThat(map.get(entry.high, entry.low)).isSameAs(entry);
    }
    for (TaskEntry entry : removed) {
      assertThat(map.get(entry.high, entry.low)).isNull();
    }
  }

  /// The map remembers the last id that was asked for in vain.
  @Test
  void whatWasAbsentIsFoundOnceItIsThere() {
    var map = new IdMap<TaskEntry>();
    var one = new TaskEntry(1, 2);
    var other = new TaskEntry(0, 0);
    assertThat(map.get(0, 0)).isNull(); // also an id of zeros
    assertThat(map.get(1, 2)).isNull();
    map.put(other);
    assertThat(map.get(1, 2)).isNull();
    assertThat(map.get(1, 2)).isNull();
    map.put(one);
    assertThat(map.get(0, 0)).isSameAs(other);
    assertThat(map.get(1, 2)).isSameAs(one);
    map.remove(one);
    assertThat(map.get(1, 2)).isNull();
    map.put(one);
    assertThat(map.get(0, 0)).isSameAs(other);
    assertThat(map.get(1, 2)).isSameAs(one);
  }

  /// Ids that people make up must not fall together more than random ones do.
  @ParameterizedTest
  @ValueSource(strings = {"counted low", "counted high", "equal halves", "opposite halves"})
  void patternsSpreadLikeRandomIds(String pattern) {
    var random = new SplittableRandom(7);
    var perSegment = new int[2048];
    for (int i = 0; i < ENTRIES; i++) {
      TaskEntry entry = entry(pattern, i, random);
      perSegment[(int) (Keyed.spread(entry.high, entry.low) >>> 53)]++;
    }
    int fullest = 0;
    for (int count : perSegment) {
      fullest = Math.max(fullest, count);
    }
    assertThat(fullest).isLessThan(4 * ENTRIES / 2048);
  }
}
