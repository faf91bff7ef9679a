package io.actionqueue.server.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Answers byte by byte (RFC 9112).
class ReplyReaderTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @Test
  void lengthBoundsTheBody() throws IOException {
    HttpReply reply = read(OK + "Content-Length: 3\r\nX-A: 1\r\nx-a:  2 \r\n\r\nabcdef");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("abc");
    assertThat(reply.header("x-a")).isEqualTo("1, 2");
    assertThat(reply.header("missing")).isEmpty();
  }

  @Test
  void withoutALengthTheEndOfTheConnectionIsTheEnd() throws IOException {
    assertThat(read("HTTP/1.0 200\n\nabc").body()).isEqualTo("abc");
  }

  @Test
  void chunksAreJoined() throws IOException {
    assertThat(
            read(OK
                    + "Transfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n00A\r\n0123456789\r\n"
                    + "0\r\nTrailer: x\r\n\r\n")
                .body())
        .isEqualTo("abc0123456789");
  }

  @Test
  void interimAnswersArePassedOver() throws IOException {
    assertThat(
            read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n"
                    + OK
                    + "\r\ny")
                .body())
        .isEqualTo("y");
  }

  @Test
  void someAnswersHaveNoBody() throws IOException {
    assertThat(read("HTTP/1.1 204 No Content\r\n\r\n").body()).isEmpty();
    assertThat(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n").body()).isEmpty();
    assertThat(reader(OK + "Content-Length: 9\r\n\r\n").read("HEAD").body()).isEmpty();
  }

  @Test
  void brokenAnswersAreErrorsOfTheNetwork() {
    for (String broken :
        List.of(
            "",
            "HTTP/1.1 200",
            OK + "Content-Length: 3\r\n\r\nab",
            OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nab",
            OK + "Transfer-Encoding: chunked\r\n\r\n")) {
      assertThatThrownBy(() -> read(broken)).as(broken).isInstanceOf(EOFException.class);
    }
    for (String odd :
        List.of(
            "SSH-2.0-x\r\n",
            "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 099 x\r\n\r\n",
            OK + "no colon\r\n\r\n",
            OK + ": x\r\n\r\n",
            OK + "A: 1\r\n folded\r\n\r\n",
            OK + "Content-Length: -1\r\n\r\n",
            OK + "Content-Length: +1\r\n\r\nx",
            OK + "Content-Length: 1, 1\r\n\r\nx",
            OK + "Transfer-Encoding: gzip\r\n\r\nx",
            OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
            OK + "X: " + "y".repeat(70_000) + "\r\n\r\n")) {
      assertThatThrownBy(() -> read(odd)).as(odd).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void whatLiesBeyondTheLimitIsNotRead() throws IOException {
    String body = "x".repeat(BoundedText.LIMIT + 1);
    for (String head :
        List.of(
            "Content-Length: 99999999999\r\n\r\n",
            "\r\n",
            "Transfer-Encoding: chunked\r\n\r\n" + "fffffff\r\n")) {
      assertThat(read(OK + head + body).body()).hasSize(BoundedText.LIMIT);
    }
  }

  @Test
  void noBytesMakeTheReaderFailInAnotherWay() {
    long seed = 20261125;
    var random = new Random(seed);
    String[] parts = {
      OK,
      "\r\n",
      "\n",
      "Content-Length: 5",
      "Transfer-Encoding: chunked",
      ":",
      "5",
      "abc",
      "\0",
      "HTTP/1.1 100 C\r\n\r\n",
      "ffffffffffffffffff\r\n"
    };
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(8);
      for (int k = 0; k < length; k++) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      try {
        read(text.toString());
      } catch (IOException expected) {
        assertThat(expected).as("seed %d, round %d", seed, i).hasMessageNotContaining("null");
      }
    }
  }

  private static HttpReply read(String answer) throws IOException {
    return reader(answer).read("GET");
  }

  private static ReplyReader reader(String answer) {
    return new ReplyReader(
        new BufferedInputStream(
            new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1))));
  }
}
