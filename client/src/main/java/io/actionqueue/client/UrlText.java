package io.actionqueue.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Text in paths and queries.
final class UrlText {
  private UrlText() {}

  /// The text with everything percent-encoded that could mean something else.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
