package io.actionqueue.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Byte strings do not change once made.
class BytesTest {
  @Test
  void copiesAreIndependentOfTheirSource() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(source);
    source[0] = 9;
    bytes.toArray()[1] = 9;

    assertThat(bytes.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void equalityIsByContent() {
    assertThat(Bytes.utf8("abc"))
        .isEqualTo(Bytes.copyOf(new byte[] {0, 'a', 'b', 'c'}, 1, 3))
        .hasSameHashCodeAs(Bytes.utf8("abc"))
        .isNotEqualTo(Bytes.utf8("abd"))
        .isNotEqualTo(Bytes.EMPTY);
  }

  @Test
  void bytesAreNumbersFrom0To255() {
    assertThat(Bytes.takeOver(new byte[] {-1}).at(0)).isEqualTo(255);
  }

  @Test
  void nothingIsOneObject() {
    assertThat(Bytes.copyOf(new byte[0])).isSameAs(Bytes.EMPTY);
    assertThat(Bytes.takeOver(new byte[0])).isSameAs(Bytes.EMPTY);
    assertThat(Bytes.copyOf(new byte[5], 2, 0)).isSameAs(Bytes.EMPTY);
    assertThat(Bytes.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void textGoesThroughUtf8() {
    assertThat(Bytes.utf8("größe").toUtf8()).isEqualTo("größe");
    assertThat(Bytes.utf8("größe").length()).isEqualTo(7);
    assertThat(Bytes.utf8("größe")).hasToString("Bytes[7]");
  }

  @Test
  void copyToLeavesTheRestAlone() {
    var target = new byte[] {9, 9, 9, 9};
    Bytes.utf8("ab").copyTo(target, 1);

    assertThat(target).containsExactly(9, 'a', 'b', 9);
  }

  @Test
  void kindsHaveCodesInSnakeCase() {
    assertThat(new InvalidValue("EmptyConcurrencyKey", "m"))
        .returns("EmptyConcurrencyKey", InvalidValue::kind)
        .returns("empty_concurrency_key", InvalidValue::code)
        .hasMessage("m");
  }
}
