package io.actionqueue.server.http;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One socket to open.
///
/// @param address where; port 0 takes any free port
/// @param tls its files, null for plain HTTP
/// @param exchange who answers
/// @param maxBodyBytes longest body that is read
public record SocketPlan(
    InetSocketAddress address, @Nullable TlsFiles tls, Exchange exchange, int maxBodyBytes) {}
