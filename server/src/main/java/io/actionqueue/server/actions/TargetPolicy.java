package io.actionqueue.server.actions;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which addresses the `http` action may connect to: everything on the public network, and on
/// loopback, link-local, private and other special ranges only hosts that the configuration names.
/// Immutable.
public final class TargetPolicy {
  private final Set<String> allowed;

  private TargetPolicy(Set<String> allowed) {
    this.allowed = allowed;
  }

  /// A policy with exceptions.
  ///
  /// @param hosts `HOST` or `HOST:PORT`, as targets name them
  public static TargetPolicy allowing(List<String> hosts) {
    return new TargetPolicy(
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()));
  }

  /// Whether a connection may be made.
  ///
  /// @param host as the target names it, without brackets
  /// @param port of the target
  /// @param address what the name resolved to
  boolean permits(String host, int port, InetAddress address) {
    String name = host.toLowerCase(Locale.ROOT);
    return allowed.contains(name) || allowed.contains(name + ":" + port) || isPublic(address);
  }

  /// Whether an address belongs to the public network.
  static boolean isPublic(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !address.isMulticastAddress()
        && switch (address) {
          case Inet4Address four -> isPublic(four.getAddress());
          case Inet6Address six -> isPublicSixteen(six.getAddress());
          default -> false;
        };
  }

  /// Leaves out what RFC 6890 reserves beside the ranges that the JDK knows.
  private static boolean isPublic(byte[] four) {
    int a = four[0] & 0xff;
    int b = four[1] & 0xff;
    int c = four[2] & 0xff;
    boolean thisNetwork = a == 0;
    boolean sharedAddress = a == 100 && (b & 0xc0) == 64;
    boolean protocolAssignments = a == 192 && b == 0 && (c == 0 || c == 2);
    boolean benchmarking = a == 198 && (b == 18 || b == 19);
    boolean documentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    boolean reserved = a >= 240;
    return !(thisNetwork
        || sharedAddress
        || protocolAssignments
        || benchmarking
        || documentation
        || reserved);
  }

  /// Only global unicast is public; addresses that carry one of four bytes (mapped by the JDK,
  /// 6to4, NAT64) are as public as that one.
  private static boolean isPublicSixteen(byte[] six) {
    int first = (six[0] & 0xff) << 8 | (six[1] & 0xff);
    if (first == 0x2002) {
      return isPublicEmbedded(six, 2);
    }
    if (first == 0x0064 && (six[2] & 0xff) == 0xff && (six[3] & 0xff) == 0x9b) {
      return isPublicEmbedded(six, 12);
    }
    boolean globalUnicast = (six[0] & 0xe0) == 0x20;
    boolean documentation = first == 0x2001 && (six[2] & 0xff) == 0x0d && (six[3] & 0xff) == 0xb8;
    boolean teredo = first == 0x2001 && six[2] == 0 && six[3] == 0;
    return globalUnicast && !documentation && !teredo;
  }

  private static boolean isPublicEmbedded(byte[] six, int at) {
    byte[] four = {six[at], six[at + 1], six[at + 2], six[at + 3]};
    try {
      return isPublic(InetAddress.getByAddress(four));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
