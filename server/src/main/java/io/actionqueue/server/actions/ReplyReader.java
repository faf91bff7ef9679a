package io.actionqueue.server.actions;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads one HTTP/1.1 answer (RFC 9112) and keeps the first 64 KiB of its body; what lies beyond is
/// not read. Confined to one thread.
final class ReplyReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)( .*)?");
  private static final int MAX_HEAD_BYTES = 64 << 10;

  private final BufferedInputStream in;
  private int headBytes;

  ReplyReader(BufferedInputStream in) {
    this.in = in;
  }

  /// @param method of the request: the answer to HEAD has no body
  /// @throws IOException if the connection breaks off or the answer is not HTTP
  HttpReply read(String method) throws IOException {
    int status = status();
    Map<String, String> headers = headers();
    while (status < 200) { // interim answers
      status = status();
      headers = headers();
    }
    boolean empty = method.equals("HEAD") || status == 204 || status == 304;
    return new HttpReply(status, headers, empty ? "" : body(headers));
  }

  private int status() throws IOException {
    var matcher = STATUS_LINE.matcher(line());
    if (!matcher.matches()) {
      throw new ProtocolException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private Map<String, String> headers() throws IOException {
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        throw new ProtocolException("the answer has a malformed header");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection broke off");
      }
      if (++headBytes > MAX_HEAD_BYTES) {
        throw new ProtocolException("the answer's head is longer than " + MAX_HEAD_BYTES);
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  private String body(Map<String, String> headers) throws IOException {
    var body = new Body();
    String coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    String length = headers.get("content-length");
    if (coding.equals("chunked")) {
      chunks(body);
    } else if (!coding.isEmpty()) {
      throw new ProtocolException("unknown transfer coding: " + coding);
    } else if (length == null) {
      body.take(Long.MAX_VALUE, false);
    } else {
      body.take(size(length, 10), true);
    }
    return body.text.text();
  }

  private void chunks(Body body) throws IOException {
    long size = chunkSize();
    while (size > 0) {
      body.take(size, true);
      if (body.isFull()) {
        return;
      }
      if (!line().isEmpty()) {
        throw new ProtocolException("a chunk is longer than it says");
      }
      size = chunkSize();
    }
  }

  private long chunkSize() throws IOException {
    headBytes = 0;
    String line = line();
    int extension = line.indexOf(';');
    return size((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
  }

  private static long size(String digits, int radix) throws ProtocolException {
    try {
      long size = Long.parseLong(digits, radix);
      if (size >= 0 && Character.digit(digits.charAt(0), radix) >= 0) {
        return size;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new ProtocolException("the answer has a malformed length");
  }

  /// What is kept of the body.
  private final class Body {
    private final BoundedText text = new BoundedText();
    private final byte[] buffer = new byte[8192];
    private int left = BoundedText.LIMIT;

    boolean isFull() {
      return left == 0;
    }

    /// Takes up to `size` bytes, less when full.
    ///
    /// @param exact whether an earlier end is an error
    void take(long size, boolean exact) throws IOException {
      long wanted = size;
      while (wanted > 0 && left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, Math.min(left, wanted)));
        if (read < 0) {
          if (exact) {
            throw new EOFException("the connection broke off");
          }
          return;
        }
        text.append(buffer, read);
        left -= read;
        wanted -= read;
      }
    }
  }
}
