package io.actionqueue.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.TaskId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private interface Content {
    void write(JsonWriter out) throws IOException;
  }

  private static String written(Content content) throws IOException {
    var sink = new ByteArrayOutputStream();
    var out = JsonWriter.of(sink::write);
    content.write(out);
    out.flush();
    return sink.toString(StandardCharsets.UTF_8);
  }

  @Test
  void valuesAreWrittenWithoutWhiteSpace() throws IOException {
    String text =
        written(out -> {
          out.beginObject().name("n").unsigned(-1L).name("s").signed(-7).name("b").bool(true);
          out.name("none").unsigned(null).name("t").text(null).name("id").id(new TaskId(1, 2));
          out.name("e").beginArray().endArray().name("o").beginObject().endObject();
          out.name("x").bytes(Bytes.copyOf(new byte[] {0, 9, 10, 99, 100, -1})).endObject();
        });
    assertThat(text)
        .isEqualTo(
            "{\"n\":18446744073709551615,\"s\":-7,\"b\":true,\"none\":null,\"t\":null,"
                + "\"id\":\"00000000-0000-0001-0000-000000000002\",\"e\":[],\"o\":{},"
                + "\"x\":[0,9,10,99,100,255]}");
  }

  @Test
  void onlyWhatMustBeEscapedIs() throws IOException {
    assertThat(written(out -> out.text("\"\\/\b\t\n\f\r\0\u001f\u007f\u2028é日🚀")))
        .isEqualTo("\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028é日🚀\"");
  }

  @Test
  void unpairedSurrogatesAreRefused() {
    for (String text : new String[] {"\ud83d", "a\ude80", "\ud83dx", "\ude80\ud83d"}) {
      assertThatThrownBy(() -> written(out -> out.text(text))).isInstanceOf(JsonException.class);
    }
  }

  @Test
  void textsLongerThanTheBufferArriveWhole() throws IOException {
    String text = "é\"🚀x".repeat(50_000);
    String json = written(out -> out.beginArray().text(text).text(text).endArray());
    var in =
        JsonReader.of(
            new java.io.ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))::read);
    in.beginArray();
    assertThat(in.nextElement()).isTrue();
    assertThat(in.text()).isEqualTo(text);
    assertThat(in.nextElement()).isTrue();
    assertThat(in.text()).isEqualTo(text);
    assertThat(in.nextElement()).isFalse();
  }

  @Test
  void charactersAreNeverCutBetweenTwoChunks() throws IOException {
    var target = new StringBuilder();
    var out = JsonWriter.to(target);
    String text = "🚀".repeat(70_000);
    out.text(text).flush();
    assertThat(target.toString()).isEqualTo("\"" + text + "\"");
  }

  @Test
  void linesAreCompleteValues() throws IOException {
    String text =
        written(out -> {
          out.beginObject().endObject().newLine();
          out.beginObject().name("a").signed(1).endObject().newLine();
        });
    assertThat(text).isEqualTo("{}\n{\"a\":1}\n");
  }
}
