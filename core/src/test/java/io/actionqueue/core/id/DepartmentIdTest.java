package io.actionqueue.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Department ids are measured in bytes of UTF-8 (spec 02 §2.1).
class DepartmentIdTest {
  @Test
  void from1To128BytesAreAccepted() {
    assertThat(new DepartmentId("x")).hasToString("x");
    assertThat(new DepartmentId("x".repeat(128)).text()).hasSize(128);
    assertThat(new DepartmentId("é".repeat(64)).text()).hasSize(64);
  }

  @Test
  void emptyAndLongerTextsAreRefused() {
    assertThatThrownBy(() -> new DepartmentId("")).extracting("kind").isEqualTo("Empty");
    assertThatThrownBy(() -> new DepartmentId("é".repeat(65)))
        .hasMessageContaining("130 bytes")
        .extracting("kind")
        .isEqualTo("TooLong");
    assertThatThrownBy(() -> new DepartmentId("x".repeat(129)))
        .hasMessageContaining("129 bytes")
        .extracting("kind")
        .isEqualTo("TooLong");
  }
}
