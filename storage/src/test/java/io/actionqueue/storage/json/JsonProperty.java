package io.actionqueue.storage.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Random texts, whole and damaged, judged beside an independent parser.
class JsonProperty {
  private static final JsonMapper OTHER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Test
  void wholeTextsAreAcceptedHoweverTheirBytesArrive() {
    Seeds.check(
        200,
        random -> {
          byte[] text = text(random);
          assertThat(accepts(text, random)).isTrue();
          assertThat(otherAccepts(text)).isTrue();
        });
  }

  /// A reader that is stricter than another one accepts nothing that the other refuses.
  @Test
  void damagedTextsAreNeverAcceptedWhereAnotherParserRefuses() {
    Seeds.check(
        300,
        random -> {
          byte[] text = text(random);
          for (int i = 0; i < 20; i++) {
            byte[] damaged = damage(text, random);
            if (accepts(damaged, random)) {
              assertThat(otherAccepts(damaged))
                  .as("text: %s", new String(damaged, StandardCharsets.ISO_8859_1))
                  .isTrue();
            }
          }
        });
  }

  @Test
  void textsWithoutUnpairedSurrogatesSurviveWritingAndReading() {
    Seeds.check(
        200,
        random -> {
          String text = unicode(random, random.below(2000));
          var sink = new ByteArrayOutputStream();
          var out = JsonWriter.of(sink::write);
          out.text(text).flush();
          var in = JsonReader.of(pieces(sink.toByteArray(), random));
          assertThat(in.text()).isEqualTo(text);
          in.end();
          assertThat(OTHER.readTree(sink.toByteArray()).asString()).isEqualTo(text);
        });
  }

  private static boolean accepts(byte[] text, SeededRandom random) throws IOException {
    var in = JsonReader.of(pieces(text, random));
    try {
      in.skipValue();
      in.end();
      return true;
    } catch (JsonException refused) {
      assertThat(refused.offset()).isBetween(0L, (long) text.length);
      return false;
    }
  }

  private static boolean otherAccepts(byte[] text) {
    try {
      OTHER.readTree(text);
      return true;
    } catch (JacksonException refused) {
      return false;
    }
  }

  private static JsonSource pieces(byte[] text, SeededRandom random) {
    var bytes = new ByteArrayInputStream(text);
    return (target, offset, length) ->
        bytes.read(target, offset, Math.min(length, 1 + random.below(40)));
  }

  private static byte[] damage(byte[] text, SeededRandom random) {
    byte[] copy = text.clone();
    int at = random.below(copy.length);
    return switch (random.below(4)) {
      case 0 -> Arrays.copyOf(copy, at);
      case 1 -> flipped(copy, at, 1 << random.below(8));
      case 2 -> flipped(copy, at, copy[at] ^ "{}[],:\"\\0-e.tn ".charAt(random.below(15)));
      default -> {
        byte[] longer = Arrays.copyOf(copy, copy.length + 1);
        longer[copy.length] = (byte) " 0],x".charAt(random.below(5));
        yield longer;
      }
    };
  }

  private static byte[] flipped(byte[] text, int at, int bits) {
    text[at] ^= (byte) bits;
    return text;
  }

  private static byte[] text(SeededRandom random) throws IOException {
    var sink = new ByteArrayOutputStream();
    var out = JsonWriter.of(sink::write);
    value(out, random, 4);
    out.flush();
    return sink.toByteArray();
  }

  private static void value(JsonWriter out, SeededRandom random, int depth) throws IOException {
    switch (random.below(depth == 0 ? 5 : 7)) {
      case 0 -> out.unsigned(random.getAsLong());
      case 1 -> out.signed((int) random.getAsLong());
      case 2 -> out.text(unicode(random, random.below(20)));
      case 3 -> out.bool(random.coin());
      case 4 -> out.nullValue();
      case 5 -> {
        out.beginArray();
        for (int i = random.below(6); i > 0; i--) {
          value(out, random, depth - 1);
        }
        out.endArray();
      }
      default -> {
        out.beginObject();
        for (int i = random.below(6); i > 0; i--) {
          out.name("k" + i);
          value(out, random, depth - 1);
        }
        out.endObject();
      }
    }
  }

  private static String unicode(SeededRandom random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int limit = random.pick(0x80, 0x800, 0x10000, 0x110000);
      int point = random.below(limit);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
    }
    return text.toString();
  }
}
