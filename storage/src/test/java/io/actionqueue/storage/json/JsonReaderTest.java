package io.actionqueue.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static JsonReader reader(String text) {
    return reader(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonReader reader(byte[] text) {
    return JsonReader.of(new ByteArrayInputStream(text)::read);
  }

  /// Hands out one byte at a time, so that every value crosses the edge of a buffer.
  private static JsonReader slow(String text) {
    var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return JsonReader.of((target, offset, _) -> bytes.read(target, offset, 1));
  }

  @Nested
  class Numbers {
    @Test
    void unsignedNumbersReachTheirWholeRange() throws IOException {
      assertThat(reader("0").unsigned64()).isZero();
      assertThat(reader("18446744073709551615").unsigned64()).isEqualTo(-1);
      assertThat(reader("9223372036854775808").unsigned64()).isEqualTo(Long.MIN_VALUE);
      assertThat(reader("4294967295").unsigned32()).isEqualTo(0xffff_ffffL);
      assertThat(reader("255").unsigned8()).isEqualTo(255);
    }

    @Test
    void signedNumbersReachTheirWholeRange() throws IOException {
      assertThat(reader("-2147483648").signed32()).isEqualTo(Integer.MIN_VALUE);
      assertThat(reader("2147483647").signed32()).isEqualTo(Integer.MAX_VALUE);
      assertThat(reader("0").signed32()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "18446744073709551616",
          "18446744073709551620",
          "99999999999999999999",
          "-1",
          "1.0",
          "1e3",
          "01",
          "00",
          "",
          "\"1\"",
          "true",
          "null",
          "+1",
          ".5",
          "0x1"
        })
    void whatIsNoUnsignedIntegerIsRefused(String text) {
      assertThatThrownBy(
              () -> {
                JsonReader in = reader(text);
                in.unsigned64();
                in.end();
              })
          .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2147483649", "2147483648", "-0", "- 5", "-", "-1.0", "--1", "-01"})
    void whatIsNoSignedIntegerIsRefused(String text) {
      assertThatThrownBy(
              () -> {
                JsonReader in = reader(text);
                in.signed32();
                in.end();
              })
          .isInstanceOf(JsonException.class);
    }

    @Test
    void numbersBeyondTheirTypeAreRefused() {
      assertThatThrownBy(() -> reader("4294967296").unsigned32()).hasMessageContaining("range");
      assertThatThrownBy(() -> reader("256").unsigned8()).hasMessageContaining("range");
    }
  }

  @Nested
  class Texts {
    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '|',
        value = {
          "|\"\"|, ||",
          "|\"plain\"|, |plain|",
          "|\"\\u0041\\u00e9\\u20ac\"|, |Aé€|",
          "|\"\\ud83d\\ude80\"|, |🚀|",
          "|\"\\/\\\"\\\\\"|, |/\"\\|",
          "|\"日本語 🚀\"|, |日本語 🚀|"
        })
    void escapesAndUnicodeAreDecoded(String json, String text) throws IOException {
      assertThat(reader(json).text()).isEqualTo(text);
      assertThat(slow(json).text()).isEqualTo(text);
    }

    @Test
    void controlCharactersComeInEscapesOnly() throws IOException {
      assertThat(reader("\"\\b\\t\\n\\f\\r\\u0000\"").text()).isEqualTo("\b\t\n\f\r\0");
      assertThatThrownBy(() -> reader("\"a\nb\"").text()).hasMessageContaining("control");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"\\ud83d\"",
          "\"\\ud83dx\"",
          "\"\\ude80\"",
          "\"\\ud83d\\u0041\"",
          "\"\\x\"",
          "\"\\u12\"",
          "\"\\u12g4\"",
          "\"open",
          "'a'",
          "a"
        })
    void malformedTextsAreRefused(String json) {
      assertThatThrownBy(() -> reader(json).text()).isInstanceOf(JsonException.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
      int[][] sequences = {
        {0x80},
        {0xc0, 0x80},
        {0xc1, 0xbf},
        {0xe0, 0x80, 0x80},
        {0xed, 0xa0, 0x80},
        {0xf5, 0x80},
        {0xf0, 0x80, 0x80, 0x80},
        {0xf4, 0x90, 0x80, 0x80},
        {0xc3},
        {0xff}
      };
      for (int[] sequence : sequences) {
        byte[] text = new byte[sequence.length + 2];
        text[0] = '"';
        text[text.length - 1] = '"';
        for (int i = 0; i < sequence.length; i++) {
          text[i + 1] = (byte) sequence[i];
        }
        assertThatThrownBy(() -> reader(text).text()).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> reader(text).skipValue()).isInstanceOf(JsonException.class);
      }
    }
  }

  @Nested
  class Structure {
    @Test
    void objectsAndArraysAreWalkedWithWhiteSpaceAnywhere() throws IOException {
      var in = slow(" { \"a\" : [ 1 , 2 ] , \"b\":null,\"c\" :true } \n");
      in.beginObject();
      assertThat(in.nextName()).isEqualTo("a");
      in.beginArray();
      List<Long> numbers = new ArrayList<>();
      while (in.nextElement()) {
        numbers.add(in.unsigned64());
      }
      assertThat(numbers).containsExactly(1L, 2L);
      assertThat(in.nextName()).isEqualTo("b");
      assertThat(in.takeNull()).isTrue();
      assertThat(in.nextName()).isEqualTo("c");
      assertThat(in.takeNull()).isFalse();
      assertThat(in.bool()).isTrue();
      assertThat(in.nextName()).isNull();
      in.end();
    }

    @Test
    void bytesAreArraysOfSmallNumbers() throws IOException {
      assertThat(reader("[]").bytes()).isEqualTo(Bytes.EMPTY);
      assertThat(reader("[0, 127,255]").bytes())
          .isEqualTo(Bytes.copyOf(new byte[] {0, 127, (byte) 255}));
      assertThatThrownBy(() -> reader("[256]").bytes()).isInstanceOf(JsonException.class);
      assertThatThrownBy(() -> reader("[1,]").bytes()).isInstanceOf(JsonException.class);
      assertThatThrownBy(() -> reader("[1 2]").bytes()).isInstanceOf(JsonException.class);
      assertThatThrownBy(() -> reader("\"00ff\"").bytes()).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{",
          "[",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1,}",
          "{1:2}",
          "[1,]",
          "[,1]",
          "tru",
          "nul",
          "{\"a\":1 \"b\":2}",
          "[1]]",
          "1 2",
          "-",
          "1.",
          "1e",
          "\u00e9"
        })
    void malformedValuesAreNotSkipped(String text) {
      assertThatThrownBy(
              () -> {
                JsonReader in = reader(text);
                in.skipValue();
                in.end();
              })
          .isInstanceOf(JsonException.class);
    }

    @Test
    void skippingIsBoundedInDepthAndNeedsNoStack() throws IOException {
      String deep = "[".repeat(JsonReader.MAX_DEPTH) + "]".repeat(JsonReader.MAX_DEPTH);
      JsonReader in = reader(deep);
      in.skipValue();
      in.end();
      assertThatThrownBy(() -> reader("[" + deep + "]").skipValue())
          .hasMessageContaining("nested deeper");
    }

    @Test
    void faultsNameTheirPlace() {
      assertThatThrownBy(() -> reader("[1, x]").bytes())
          .isInstanceOfSatisfying(
              JsonException.class, fault -> assertThat(fault.offset()).isEqualTo(4))
          .hasMessageContaining("at byte 4");
    }
  }

  @Nested
  class Objects {
    @Test
    void keysMayComeInAnyOrderAndUnknownOnesArePassedOver() throws IOException {
      var in = reader("{\"z\":{\"a\":[1]},\"b\":2,\"a\":1}");
      var object = ObjectReader.of(in, "thing");
      var a = object.required("a", JsonReader::unsigned64);
      var b = object.required("b", JsonReader::unsigned64);
      var c = object.optional("c", JsonReader::unsigned64);
      object.read();
      assertThat(a.get()).isEqualTo(1);
      assertThat(b.get()).isEqualTo(2);
      assertThat(c.orNull()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{}", "{\"a\":null}", "{\"a\":1,\"a\":1}", "{\"a\":1,\"d\":null}", "[1]"})
    void missingDoubledAndNullFieldsAreRefused(String text) {
      var object = ObjectReader.of(reader(text), "thing");
      object.required("a", JsonReader::unsigned64);
      object.defaulted("d", JsonReader::unsigned64);
      assertThatThrownBy(object::read).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Custom\":\"x\",\"b\":1}", "{}", "{\"Other\":\"x\"}", "\"Custom\""})
    void variantsHaveExactlyOneKnownKey(String text) {
      assertThatThrownBy(() -> ModelReader.role(reader(text))).isInstanceOf(JsonException.class);
    }
  }
}
