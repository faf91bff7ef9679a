/// The daemon.
///
/// In call order: `io.actionqueue.server.config` makes a configuration, [Daemon#start] opens the
/// sockets and the data directory and returns when both serve, [Daemon#summary()] is what the
/// command prints, [ShutdownSignals] calls [Daemon#stop()], which drains and closes. It contains no
/// rules of the domain.
@NullMarked
package io.actionqueue.server;

import org.jspecify.annotations.NullMarked;
