package io.actionqueue.client;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Where a daemon answers and how to talk to it. Mutable while it is put together; `connect` reads
/// it once.
public final class ClientOptions {
  final URI base;
  @Nullable String token;
  Duration connectTimeout = Duration.ofSeconds(5);
  Duration requestTimeout = Duration.ofSeconds(60);
  @Nullable SSLContext tls;

  private ClientOptions(URI base) {
    this.base = base;
  }

  /// Options for the daemon at an address such as `http://127.0.0.1:8787`.
  ///
  /// @throws IllegalArgumentException if it is not an absolute http or https address
  public static ClientOptions at(URI base) {
    String scheme = base.getScheme();
    if (base.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("not an http or https address: " + base);
    }
    return new ClientOptions(base);
  }

  /// The token to send; null for a daemon without authentication. Default: none.
  public ClientOptions token(@Nullable String value) {
    token = value;
    return this;
  }

  /// How long to wait for a connection. Default 5 s.
  public ClientOptions connectTimeout(Duration value) {
    connectTimeout = value;
    return this;
  }

  /// How long to wait for an answer. Default 60 s; calls that wait add their own wait.
  public ClientOptions requestTimeout(Duration value) {
    requestTimeout = value;
    return this;
  }

  /// Trust and identity for https. Default: those of the JDK.
  public ClientOptions tls(SSLContext value) {
    tls = value;
    return this;
  }
}
