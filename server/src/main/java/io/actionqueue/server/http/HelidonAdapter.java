package io.actionqueue.server.http;

import io.actionqueue.client.wire.ErrorCode;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Translates between the web server's requests and ours. Thread-safe.
final class HelidonAdapter {
  /// Longest headers that are read.
  static final int MAX_HEADER_BYTES = 16 << 10;

  /// How much of a body that nobody wants is passed over so that the answer still arrives.
  private static final int MAX_SKIPPED_BYTES = 64 << 20;

  private static final byte[] NO_BODY = {};

  private static final Logger LOG = LoggerFactory.getLogger(HelidonAdapter.class);
  private static final String REQUEST_ID_HEADER = "x-request-id";
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Exchange exchange;
  private final int maxBodyBytes;
  private final RequestLog log;
  private final AtomicLong requests = new AtomicLong();

  HelidonAdapter(SocketPlan plan, RequestLog log) {
    this.exchange = plan.exchange();
    this.maxBodyBytes = plan.maxBodyBytes();
    this.log = log;
  }

  void serve(ServerRequest request, ServerResponse response) {
    long start = SystemTicker.nanos();
    ApiRequest translated = translate(request);
    ApiResponse answer = exchange.handle(translated);
    skipRest(request);
    response.status(answer.status());
    answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(
        HeaderNames.create("X-Request-Id"), translated.header(REQUEST_ID_HEADER).orElseThrow());
    switch (answer) {
      case ApiResponse.Whole whole -> sendWhole(whole, translated, response);
      case ApiResponse.Streamed streamed -> stream(streamed, translated, response);
    }
    log.answered(translated, answer.status(), SystemTicker.nanos() - start);
    if (wantsClose(translated)) {
      // The server says so in its header but would go on reading.
      throw new CloseConnectionException("the client asked for it");
    }
  }

  /// HEAD gets the length but not the body.
  private static void sendWhole(
      ApiResponse.Whole whole, ApiRequest request, ServerResponse response) {
    if (request.method().equals("HEAD")) {
      response.contentLength(whole.body().length());
      response.send(NO_BODY);
    } else {
      response.send(whole.body().toArray());
    }
  }

  private static boolean wantsClose(ApiRequest request) {
    return request.header("connection").map("close"::equalsIgnoreCase).orElse(false);
  }

  private ApiRequest translate(ServerRequest request) {
    var headers = new HashMap<String, String>();
    for (Header header : request.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.values());
    }
    headers.put("host", request.authority());
    headers.put(REQUEST_ID_HEADER, requestId(headers.get(REQUEST_ID_HEADER)));
    return ApiRequest.of(
        request.prologue().method().text(),
        request.prologue().uriPath().rawPath(),
        request.prologue().hasQuery() ? request.prologue().query().rawValue() : "",
        headers,
        () -> body(request));
  }

  private byte[] body(ServerRequest request) {
    try (InputStream in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(maxBodyBytes + 1);
      if (bytes.length <= maxBodyBytes) {
        return bytes;
      }
      drain(in);
    } catch (IOException | UncheckedIOException e) {
      throw ApiException.of(ErrorCode.BAD_REQUEST, "the body broke off");
    }
    throw ApiException.of(
        ErrorCode.PAYLOAD_TOO_LARGE, "the body is longer than " + maxBodyBytes + " bytes");
  }

  /// A client that is still sending would not see the answer.
  private static void skipRest(ServerRequest request) {
    if (!request.content().consumed() && request.content().hasEntity()) {
      try (InputStream in = request.content().inputStream()) {
        drain(in);
      } catch (IOException | UncheckedIOException e) {
        LOG.debug("body broke off", e);
      }
    }
  }

  private static void drain(InputStream in) throws IOException {
    var buffer = new byte[8192];
    long skipped = 0;
    int read = in.read(buffer);
    while (read >= 0 && skipped < MAX_SKIPPED_BYTES) {
      skipped += read;
      read = in.read(buffer);
    }
  }

  private static void stream(
      ApiResponse.Streamed streamed, ApiRequest request, ServerResponse response) {
    if (request.method().equals("HEAD")) {
      response.send(NO_BODY);
      return;
    }
    try (var out = response.outputStream()) {
      streamed.writer().writeTo(out);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("stream ended by its client", e);
    }
  }

  /// The caller's id where it sent one, so that both logs can be joined; a number of ours
  /// otherwise.
  private String requestId(@Nullable String sent) {
    return sent != null && REQUEST_ID.matcher(sent).matches()
        ? sent
        : "r" + requests.incrementAndGet();
  }
}
