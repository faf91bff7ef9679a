package io.actionqueue.server.actions;

import io.actionqueue.RunContext;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Sends requests of the `http` action and follows redirects. Thread-safe.
///
/// Every hop is resolved here, checked against the policy and then connected to by address, so that
/// neither a redirect nor a name that resolves differently the second time leads past the check.
final class HttpCaller {
  private static final int MAX_HOPS = 5;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// Ends a call of a task without a timeout whose server says nothing.
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(5);

  private final TargetPolicy policy;
  private final Http1Client client =
      Http1Client.builder()
          .followRedirects(false)
          .proxy(Proxy.noProxy())
          .keepAlive(false)
          .connectTimeout(CONNECT_TIMEOUT)
          .readTimeout(READ_TIMEOUT)
          .build();

  HttpCaller(TargetPolicy policy) {
    this.policy = policy;
  }

  /// What a success keeps.
  ///
  /// @param status HTTP status
  /// @param headers by name in lower case
  /// @param body up to 64 KiB of it
  record Output(int status, Map<String, String> headers, String body) {}

  /// What came back.
  ///
  /// @param output for a success
  /// @param retryAfter the header, empty without it
  record Reply(Output output, String retryAfter) {}

  /// Sends a request and reads the answer.
  ///
  /// @throws InvalidPayload if a target is not permitted
  /// @throws IOException if the network fails
  Reply call(HttpPayload payload, RunContext run) throws InvalidPayload, IOException {
    HttpPayload hop = payload;
    for (int hops = 0; hops <= MAX_HOPS; hops++) {
      try (Http1ClientResponse response = send(hop, run)) {
        String location = response.headers().first(HeaderNames.LOCATION).orElse("");
        int status = response.status().code();
        if (!isRedirect(status) || location.isEmpty()) {
          return reply(response);
        }
        hop = redirected(hop, status, location);
      }
    }
    throw new InvalidPayload("more than " + MAX_HOPS + " redirects");
  }

  private Http1ClientResponse send(HttpPayload hop, RunContext run)
      throws InvalidPayload, IOException {
    Http1ClientRequest request =
        client
            .method(Method.create(hop.method()))
            .uri(hop.url())
            .address(permitted(hop.url()))
            .header(HeaderNames.create("Idempotency-Key"), run.runId().toString())
            .header(HeaderNames.create("ActionQueue-Attempt"), Long.toString(run.attempt()));
    hop.headers().forEach((name, value) -> request.header(HeaderNames.create(name), value));
    return hop.body() == null ? request.request() : request.submit(hop.body().toArray());
  }

  private InetSocketAddress permitted(URI url) throws InvalidPayload, IOException {
    String host = url.getHost().replaceAll("^\\[|]$", "");
    boolean secure = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (policy.permits(host, port, address)) {
        return new InetSocketAddress(address, port);
      }
    }
    throw new InvalidPayload(
        "target is not on the public network and not allowed by allow_http: " + host);
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /// The next request: 303, and a POST behind 301 or 302, become GET without a body. Headers of the
  /// payload go to the same host only.
  private static HttpPayload redirected(HttpPayload hop, int status, String location)
      throws InvalidPayload {
    URI next = HttpPayload.target(hop.url().resolve(location).toString());
    boolean becomesGet = status == 303 || (status <= 302 && hop.method().equals("POST"));
    boolean sameHost =
        next.getHost().equalsIgnoreCase(hop.url().getHost())
            && next.getPort() == hop.url().getPort()
            && next.getScheme().equalsIgnoreCase(hop.url().getScheme());
    return new HttpPayload(
        next,
        becomesGet ? "GET" : hop.method(),
        sameHost ? hop.headers() : Map.of(),
        becomesGet ? null : hop.body());
  }

  private static Reply reply(Http1ClientResponse response) throws IOException {
    var headers = new TreeMap<String, String>();
    for (Header header : response.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.values());
    }
    var body = new BoundedText();
    if (response.entity().hasEntity()) {
      try (InputStream in = response.inputStream()) {
        readSome(in, body);
      }
    }
    return new Reply(
        new Output(response.status().code(), headers, body.text()),
        headers.getOrDefault("retry-after", ""));
  }

  /// What lies beyond the limit is not fetched.
  private static void readSome(InputStream in, BoundedText body) throws IOException {
    var buffer = new byte[8192];
    int left = BoundedText.LIMIT;
    int read = in.read(buffer, 0, Math.min(left, buffer.length));
    while (read > 0) {
      body.append(buffer, read);
      left -= read;
      read = left == 0 ? 0 : in.read(buffer, 0, Math.min(left, buffer.length));
    }
  }
}
