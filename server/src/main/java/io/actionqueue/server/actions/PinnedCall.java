package io.actionqueue.server.actions;

import io.actionqueue.core.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer over HTTP/1.1, to an address that was checked before. The certificate
/// is checked against the name in the URL. Confined to one thread but for [#abort()].
final class PinnedCall implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedCall.class);
  private static final int CONNECT_MILLIS = 10_000;

  /// Ends a call of a task without a timeout whose server says nothing.
  private static final int READ_MILLIS = 300_000;

  /// Methods whose request has a length even when it has no body.
  private static final Set<String> WITH_LENGTH = Set.of("POST", "PUT", "PATCH");

  private final URI url;
  private final Socket plain;
  private final Socket socket;

  private PinnedCall(URI url, Socket plain, Socket socket) {
    this.url = url;
    this.plain = plain;
    this.socket = socket;
  }

  /// Connects.
  ///
  /// @throws IOException if nothing answers, or the certificate is not the host's
  static PinnedCall connect(URI url, InetSocketAddress address) throws IOException {
    var plain = new Socket();
    try {
      plain.connect(address, CONNECT_MILLIS);
      plain.setSoTimeout(READ_MILLIS);
      Socket socket = url.getScheme().equalsIgnoreCase("https") ? secured(plain, url) : plain;
      return new PinnedCall(url, plain, socket);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, URI url) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var secure = (SSLSocket) factory.createSocket(plain, host(url), port(url), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /// Sends the request and reads the answer.
  HttpReply exchange(String method, Map<String, String> headers, @Nullable Bytes body)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(head(method, headers, body).getBytes(StandardCharsets.ISO_8859_1));
    if (body != null) {
      out.write(body.toArray());
    }
    out.flush();
    var in = new BufferedInputStream(socket.getInputStream());
    return new ReplyReader(in).read(method);
  }

  private String head(String method, Map<String, String> headers, @Nullable Bytes body) {
    var head = new StringBuilder(256);
    head.append(method).append(' ').append(target()).append(" HTTP/1.1\r\n");
    line(head, "Host", authority());
    line(head, "Connection", "close");
    headers.forEach((name, value) -> line(head, name, value));
    if (body != null || WITH_LENGTH.contains(method)) {
      line(head, "Content-Length", Integer.toString(body == null ? 0 : body.length()));
    }
    return head.append("\r\n").toString();
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /// Path and query as they are in the URL.
  private String target() {
    URI ascii = URI.create(url.toASCIIString());
    String path = ascii.getRawPath();
    String query = ascii.getRawQuery();
    return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  private String authority() {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  /// The host of a URL without brackets.
  static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// The port of a URL, said or implied.
  static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  /// Breaks the connection from another thread: what blocks on it fails at once.
  void abort() {
    close(plain);
  }

  @Override
  public void close() {
    close(plain);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing a connection", e);
    }
  }
}
