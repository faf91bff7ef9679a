package io.actionqueue.server.auth;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Under which names the daemon may be reached. A page of another site that a browser loads can
/// neither send requests here under its own name (DNS rebinding: `Host`) nor from its own origin
/// (`Origin`). Immutable.
public final class HostPolicy {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[[0-9A-Fa-f:.]+]");

  private final InetAddress bind;
  private final Set<String> names;

  private HostPolicy(InetAddress bind, Set<String> names) {
    this.bind = bind;
    this.names = names;
  }

  /// The policy of a bind address.
  ///
  /// @param bind where the daemon listens; for a wildcard every literal address is good
  /// @param allowedHosts further names
  public static HostPolicy of(InetAddress bind, List<String> allowedHosts) {
    var names = new TreeSet<String>();
    allowedHosts.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    if (bind.isLoopbackAddress() || bind.isAnyLocalAddress()) {
      names.add("localhost");
    }
    return new HostPolicy(bind, names);
  }

  /// Checks `Host` and, where a browser says it, `Origin`.
  ///
  /// @throws ApiException `foreign_origin`
  void check(ApiRequest request) {
    String host = request.header("host").orElse("");
    if (!isOurs(host)) {
      throw ApiException.of(
          ErrorCode.FOREIGN_ORIGIN,
          "this daemon is not reached as '" + host + "'; see allowed_hosts",
          "header",
          "Host");
    }
    Optional<String> origin = request.header("origin");
    if (origin.isPresent() && !isSameOrigin(origin.get(), host)) {
      throw ApiException.of(
          ErrorCode.FOREIGN_ORIGIN,
          "requests from '" + origin.get() + "' are not answered",
          "header",
          "Origin");
    }
  }

  private boolean isOurs(String hostHeader) {
    String host = withoutPort(hostHeader).toLowerCase(Locale.ROOT);
    if (names.contains(host)) {
      return true;
    }
    if (!LITERAL.matcher(host).matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      return bind.isAnyLocalAddress()
          || address.equals(bind)
          || (bind.isLoopbackAddress() && address.isLoopbackAddress());
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private static boolean isSameOrigin(String origin, String hostHeader) {
    try {
      URI uri = URI.create(origin);
      String authority = uri.getRawAuthority();
      return authority != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && authority.equalsIgnoreCase(hostHeader);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String withoutPort(String hostHeader) {
    int colon = hostHeader.lastIndexOf(':');
    boolean hasPort = colon >= 0 && hostHeader.indexOf(']', colon) < 0;
    return hasPort ? hostHeader.substring(0, colon) : hostHeader;
  }
}
