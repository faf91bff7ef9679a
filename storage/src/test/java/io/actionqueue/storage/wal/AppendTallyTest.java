package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppendTallyTest {

  ///
  @Test
  void saturatesAtTheLargestNumber() {
    var tally = new AppendTally(-2, -1);
    tally.succeeded(1);
    assertThat(tally.successes()).isEqualTo(-1);
    tally.succeeded(5);
    tally.failed(1);
    assertThat(tally.successes()).isEqualTo(-1);
    assertThat(tally.failures()).isEqualTo(-1);
  }

  ///
  @Test
  void countsFromManyThreads() throws InterruptedException {
    var tally = new AppendTally();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 2000; n++) {
                  tally.succeeded(1);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(tally.successes()).isEqualTo(16_000);
    assertThat(tally.failures()).isZero();
  }
}
