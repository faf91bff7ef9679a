package io.actionqueue.server.actions;

import io.actionqueue.RunContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends requests of the `http` action and follows redirects. Thread-safe.
///
/// Every hop is resolved here, checked against the policy and then connected to by address, so that
/// neither a redirect nor a name that resolves differently the second time leads past the check.
/// The JDK's client resolves by itself, and the web client at hand rewrites queries, which breaks
/// signed addresses; hence [PinnedCall].
final class HttpCaller {
  private static final int MAX_HOPS = 5;

  private final TargetPolicy policy;

  HttpCaller(TargetPolicy policy) {
    this.policy = policy;
  }

  /// Sends a request and reads the answer, behind redirects.
  ///
  /// @throws InvalidPayload if a target is not permitted
  /// @throws IOException if the network fails, or the attempt is asked to stop
  HttpReply call(HttpPayload payload, RunContext run) throws InvalidPayload, IOException {
    HttpPayload hop = payload;
    for (int hops = 0; hops <= MAX_HOPS; hops++) {
      HttpReply reply = send(hop, run);
      String location = reply.header("location");
      if (!isRedirect(reply.status()) || location.isEmpty()) {
        return reply;
      }
      hop = redirected(hop, reply.status(), location);
    }
    throw new InvalidPayload("more than " + MAX_HOPS + " redirects");
  }

  private HttpReply send(HttpPayload hop, RunContext run) throws InvalidPayload, IOException {
    var headers = new LinkedHashMap<String, String>();
    headers.put("User-Agent", "ActionQueue");
    headers.put("Accept", "*/*");
    headers.put("Idempotency-Key", run.runId().toString());
    headers.put("ActionQueue-Attempt", Long.toString(run.attempt()));
    headers.putAll(hop.headers());
    try (var call = PinnedCall.connect(hop.url(), permitted(hop.url()))) {
      run.cancellation().onRequest(call::abort);
      return call.exchange(hop.method(), headers, hop.body());
    }
  }

  private InetSocketAddress permitted(URI url) throws InvalidPayload, IOException {
    String host = PinnedCall.host(url);
    int port = PinnedCall.port(url);
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
  /// payload go to the same origin only.
  private static HttpPayload redirected(HttpPayload hop, int status, String location)
      throws InvalidPayload {
    URI next = resolved(hop.url(), location);
    boolean becomesGet = status == 303 || (status <= 302 && hop.method().equals("POST"));
    boolean sameOrigin =
        next.getHost().equalsIgnoreCase(hop.url().getHost())
            && PinnedCall.port(next) == PinnedCall.port(hop.url())
            && next.getScheme().equalsIgnoreCase(hop.url().getScheme());
    return new HttpPayload(
        next,
        becomesGet ? "GET" : hop.method(),
        sameOrigin ? hop.headers() : Map.of(),
        becomesGet ? null : hop.body());
  }

  private static URI resolved(URI base, String location) throws InvalidPayload {
    try {
      return HttpPayload.target(base.resolve(location).toString());
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("redirected to what is no address: " + location);
    }
  }
}
