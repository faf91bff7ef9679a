package io.actionqueue.client;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// One request, one answer, in the words of [ClientException]. Thread-safe.
final class HttpExchange implements AutoCloseable {
  private static final byte[] NO_BODY = {};

  private final String base;
  private final @Nullable String token;
  private final Duration requestTimeout;
  private final HttpClient http;

  HttpExchange(ClientOptions options) {
    String text = options.base.toString();
    base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    token = options.token;
    requestTimeout = options.requestTimeout;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (options.tls != null) {
      builder.sslContext(options.tls);
    }
    http = builder.build();
  }

  <T> T get(String path, Duration wait, Class<T> type) {
    return decode(send(request(path, wait).GET().build()), type);
  }

  /// A body that goes on until its sender ends it.
  ///
  /// @param after the sequence of the last event seen, empty for none
  InputStream stream(String path, OptionalLong after) {
    var request = request(path, Duration.ZERO).GET();
    after.ifPresent(sequence -> request.header("Last-Event-ID", Long.toString(sequence)));
    HttpResponse<InputStream> response = send(request.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() < 400) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw new ClientException.Refused(
          response.statusCode(), errorBody(response, body.readAllBytes()));
    } catch (IOException e) {
      throw new ClientException.Unreachable("no answer from " + base + ": " + reason(e), e);
    }
  }

  byte[] getBytes(String path) {
    return accepted(send(request(path, Duration.ZERO).GET().build()));
  }

  <T> T post(String path, byte[] body, Class<T> type) {
    return decode(send("POST", path, body, Duration.ZERO), type);
  }

  /// A call whose answer may take `wait` longer than others.
  <T> T post(String path, byte[] body, Duration wait, Class<T> type) {
    return decode(send("POST", path, body, wait), type);
  }

  /// A call that is answered by one type when it is done, and by another where it goes on (202).
  ///
  /// @param follow gets from there to what it has done
  <T, U> T post(String path, Duration wait, Class<T> done, Class<U> going, Function<U, T> follow) {
    HttpResponse<byte[]> response = send("POST", path, NO_BODY, wait);
    return response.statusCode() == 202
        ? follow.apply(decode(response, going))
        : decode(response, done);
  }

  <T> T put(String path, byte[] body, Class<T> type) {
    return decode(send("PUT", path, body, Duration.ZERO), type);
  }

  <T> T delete(String path, Class<T> type) {
    return decode(send("DELETE", path, NO_BODY, Duration.ZERO), type);
  }

  /// A call that is answered by its status alone.
  void call(String method, String path, byte[] body) {
    accepted(send(method, path, body, Duration.ZERO));
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body, Duration wait) {
    var request = request(path, wait);
    if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    return send(request.method(method, BodyPublishers.ofByteArray(body)).build());
  }

  /// The one answer above 399 that is not an [ErrorBody].
  StatusAnswer readiness() {
    HttpResponse<byte[]> response = send(request("/ready", Duration.ZERO).GET().build());
    return response.statusCode() == 503
        ? parse(response, StatusAnswer.class)
        : decode(response, StatusAnswer.class);
  }

  private HttpRequest.Builder request(String path, Duration wait) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(requestTimeout.plus(wait));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    return send(request, BodyHandlers.ofByteArray());
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw new ClientException.Unreachable("no answer from " + base + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException.Unreachable("interrupted while waiting for " + base, e);
    }
  }

  /// The JDK's client leaves out why a connection was not made.
  private static String reason(IOException failure) {
    if (failure.getMessage() != null) {
      return failure.getMessage();
    }
    return failure instanceof ConnectException ? "nothing listens there" : failure.toString();
  }

  private static <T> T decode(HttpResponse<byte[]> response, Class<T> type) {
    accepted(response);
    return parse(response, type);
  }

  private static byte[] accepted(HttpResponse<byte[]> response) {
    if (response.statusCode() >= 400) {
      throw new ClientException.Refused(
          response.statusCode(), errorBody(response, response.body()));
    }
    return response.body();
  }

  private static <T> T parse(HttpResponse<byte[]> response, Class<T> type) {
    try {
      return WireJson.read(response.body(), type);
    } catch (JacksonException e) {
      throw new ClientException.Unintelligible(
          response.uri() + " answered " + response.statusCode() + " with an unknown body", e);
    }
  }

  /// The error as the daemon said it; what something in between says is wrapped.
  private static ErrorBody errorBody(HttpResponse<?> response, byte[] body) {
    try {
      return WireJson.read(body, ErrorBody.class);
    } catch (JacksonException _) {
      return new ErrorBody(
          "http_" + response.statusCode(),
          response.uri() + " answered with status " + response.statusCode(),
          Map.of());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
