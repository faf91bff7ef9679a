package io.actionqueue.server.actions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundedTextTest {
  @Test
  void nothingIsCutUpToTheLimit() throws IOException {
    for (int length : new int[] {0, 1, BoundedText.LIMIT / 2, BoundedText.LIMIT}) {
      String text = letters(length);
      assertThat(kept(text)).as("%d", length).isEqualTo(text);
    }
  }

  @Test
  void beginningAndEndAreKeptBeyondIt() throws IOException {
    int half = BoundedText.LIMIT / 2;
    for (int beyond : new int[] {1, 7, half - 1, half, half + 1, 5 * half + 3}) {
      String text = letters(BoundedText.LIMIT + beyond);
      assertThat(kept(text))
          .as("%d beyond", beyond)
          .isEqualTo(
              text.substring(0, half)
                  + "\n["
                  + beyond
                  + " bytes cut]\n"
                  + text.substring(text.length() - half));
    }
  }

  private static String kept(String text) throws IOException {
    var bounded = new BoundedText();
    bounded.readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    return bounded.text();
  }

  private static String letters(int length) {
    var random = new Random(length);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
