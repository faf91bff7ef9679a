package io.actionqueue.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Addresses as `IP:PORT`: literal addresses only, IPv6 in brackets. Names are never looked up.
final class SocketAddressText {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private SocketAddressText() {}

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException if it is none
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("expected IP:PORT, was '" + text + "'");
    }
    return new InetSocketAddress(ip(text, text.substring(0, colon)), port(text, colon + 1));
  }

  /// The text of an address, IPv6 in brackets and as short as possible on the left.
  static String print(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static InetAddress ip(String text, String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String literal = bracketed ? host.substring(1, host.length() - 1) : host;
    if (!(bracketed ? IPV6 : IPV4).matcher(literal).matches()) {
      throw new IllegalArgumentException(
          "expected a literal IP address and port, was '" + text + "'");
    }
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: '" + text + "'", e);
    }
  }

  private static int port(String text, int from) {
    String digits = text.substring(from);
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65_535) {
      throw new IllegalArgumentException("expected a port from 0 to 65535, was '" + text + "'");
    }
    return Integer.parseInt(digits);
  }
}
