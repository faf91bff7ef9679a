package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

///
final class ChildrenSnapshotTest {
  private static final TaskId ONE = TaskId.of(new UUID(1, 1));
  private static final TaskId OTHER = TaskId.of(new UUID(1, 2));

  @Test
  void withoutChildrenNothingHasEnded() {
    assertThat(new ChildrenSnapshot(List.of()).allTerminal()).isFalse();
  }

  @Test
  void oneOpenChildKeepsTheWholeOpen() {
    var ended = new ChildrenSnapshot.Child(ONE, List.of(), true);
    var open = new ChildrenSnapshot.Child(OTHER, List.of(), false);
    assertThat(new ChildrenSnapshot(List.of(ended)).allTerminal()).isTrue();
    assertThat(new ChildrenSnapshot(List.of(ended, open)).allTerminal()).isFalse();
  }

  @Test
  void childrenAreFoundByTheirId() {
    var child = new ChildrenSnapshot.Child(ONE, List.of(), true);
    var snapshot = new ChildrenSnapshot(List.of(child));
    assertThat(snapshot.child(ONE)).contains(child);
    assertThat(snapshot.child(OTHER)).isEmpty();
  }
}
