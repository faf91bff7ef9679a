package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueDigestTest {
  private static String digest(@Nullable Object value) {
    return new ValueDigest().put(value).hex();
  }

  @Test
  void differentValuesHaveDifferentDigests() {
    List<@Nullable Object> values =
        new ArrayList<>(
            Arrays.asList(
                null,
                0L,
                1L,
                0,
                true,
                false,
                "",
                "a",
                Bytes.EMPTY,
                Bytes.utf8("a"),
                RunState.READY,
                RunState.LEASED,
                List.of(),
                List.of(1L, 2L),
                List.of(List.of(1L), 2L),
                List.of("ab", "c"),
                List.of("a", "bc"),
                Role.OPERATOR,
                new Role.Custom("Operator"),
                new StateImage.Engine(false, null, 1L),
                new StateImage.Engine(false, 1L, null)));
    var digests = new HashSet<String>();
    values.forEach(value -> digests.add(digest(value)));
    assertThat(digests).hasSize(values.size());
  }

  @Test
  void equalValuesHaveEqualDigests() {
    assertThat(digest(new StateImage.Engine(true, 5L, null)))
        .isEqualTo(digest(new StateImage.Engine(true, 5L, null)))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void bytesBeyondTheBufferAreTakenInWhole() {
    byte[] large = new byte[20_000];
    String zeros = digest(Bytes.copyOf(large));
    large[19_999] = 1;
    assertThat(digest(List.of("before", Bytes.copyOf(large), "after")))
        .isEqualTo(digest(List.of("before", Bytes.copyOf(large), "after")));
    assertThat(digest(Bytes.copyOf(large))).isNotEqualTo(zeros);
  }

  @Test
  void whatIsNoValueIsRefused() {
    assertThatThrownBy(() -> digest(new Object())).isInstanceOf(IllegalArgumentException.class);
  }
}
