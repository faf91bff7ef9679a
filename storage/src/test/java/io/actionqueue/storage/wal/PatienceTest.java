package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PatienceTest {
  private static final Path PATH = Path.of("/data/wal/actionqueue.wal");

  private final Patience patience = new Patience();

  @Test
  void nothingIsWaitedForBeforeTheFirstGroup() {
    assertThat(patience.events()).isEqualTo(1);
    assertThat(patience.nanos()).isZero();
  }

  @Test
  void whoWritesAloneDoesNotWait() {
    patience.note(1, 400_000);
    patience.note(2, 400_000);
    assertThat(patience.events()).isEqualTo(1);
  }

  @Test
  void halfOfAUsualGroupIsWaitedForUpToHalfASync() {
    patience.note(64, 400_000);
    assertThat(patience.events()).isEqualTo(32);
    assertThat(patience.nanos()).isEqualTo(200_000);
  }

  @Test
  void aSlowSyncIsNoReasonToWaitLongerThanAMillisecond() {
    patience.note(64, 80_000_000);
    assertThat(patience.nanos()).isEqualTo(1_000_000);
  }

  @Test
  void smallGroupsAreSoonTheUsualOnes() {
    patience.note(1000, 400_000);
    for (int i = 0; i < 30; i++) {
      patience.note(1, 400_000);
    }
    assertThat(patience.events()).isLessThanOrEqualTo(2);
  }

  @Test
  void aGroupWithoutEnoughCompanyIsWrittenAllTheSame() throws Exception {
    var backlog = new Backlog(PATH, 0);
    backlog.add(Batches.small(1, 1));
    patience.note(64, 1000);
    FrameBuffer group = backlog.take(Long.MAX_VALUE, patience);
    assertThat(group).isNotNull();
    assertThat(group.count()).isEqualTo(1);
  }

  @Test
  void aGroupWaitsForNobodyWhoWantsASyncOrTheEnd() throws Exception {
    var backlog = new Backlog(PATH, 0);
    backlog.add(Batches.small(1, 1));
    backlog.close();
    patience.note(1_000_000, Long.MAX_VALUE);
    assertThat(backlog.take(Long.MAX_VALUE, patience)).isNotNull();
    assertThat(backlog.take(Long.MAX_VALUE, patience)).isNull();
  }
}
