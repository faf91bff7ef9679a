package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables and lists that share what they hold with their views, against the ones of the library.
class SharedTableTest {
  private record Value(int key, int content) {}

  /// A view, and what it must go on showing.
  private record Seen(Collection<Value> view, List<Value> expected) {
    void check() {
      assertThat(view).hasSize(expected.size()).containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 400, 5000})
  void aTableDoesWhatALinkedMapDoesAndItsViewsNeverChange(int keys) {
    var random = new SplittableRandom(keys);
    var table = new SharedTable<Integer, Value>(Value::key);
    var model = new LinkedHashMap<Integer, Value>();
    var seen = new ArrayList<Seen>();
    boolean growing = true;
    for (int i = 0; i < 20_000; i++) {
      growing = i % (2 * keys) == 0 ? random.nextInt(3) > 0 : growing;
      int key = random.nextInt(keys);
      if (random.nextInt(4) > 0 == growing) {
        var value = new Value(key, i);
        assertThat(table.put(value)).isEqualTo(model.put(key, value));
      } else {
        assertThat(table.remove(key)).isEqualTo(model.remove(key));
      }
      assertThat(table.get(key)).isEqualTo(model.get(key));
      assertThat(table.containsKey(key)).isEqualTo(model.containsKey(key));
      assertThat(table.isEmpty()).isEqualTo(model.isEmpty());
      if (random.nextInt(1000) == 0) {
        seen.add(new Seen(table.view(), List.copyOf(model.values())));
        assertThat(table.values()).containsExactlyElementsOf(model.values());
      }
    }
    seen.forEach(Seen::check);
    for (Map.Entry<Integer, Value> entry : model.entrySet()) {
      assertThat(table.get(entry.getKey())).isEqualTo(entry.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 257, 3000})
  void aListDoesWhatAnArrayListDoesAndItsCopiesGoTheirOwnWays(int most) {
    var random = new SplittableRandom(most);
    var lists = new ArrayList<SharedList<Integer>>(List.of(new SharedList<>()));
    var models = new ArrayList<List<Integer>>(List.of(new ArrayList<>()));
    for (int i = 0; i < 20_000; i++) {
      int which = random.nextInt(lists.size());
      SharedList<Integer> list = lists.get(which);
      List<Integer> model = models.get(which);
      if (model.isEmpty() || random.nextInt(3) > 0 && model.size() < most) {
        list.add(i);
        model.add(i);
      } else {
        int index = random.nextInt(model.size());
        assertThat(list.set(index, i)).isEqualTo(model.set(index, i));
      }
      if (random.nextInt(2 * most + 100) == 0) {
        int length = random.nextInt(model.size() + 1);
        list.cutTo(length);
        model.subList(length, model.size()).clear();
      }
      if (random.nextInt(1000) == 0) {
        lists.add(list.copy());
        models.add(new ArrayList<>(model));
      }
    }
    assertThat(lists).hasSizeGreaterThan(10).isEqualTo(models);
  }
}
