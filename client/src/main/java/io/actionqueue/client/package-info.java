/// The HTTP client of a daemon.
///
/// In call order: [LocalDaemon#find(java.nio.file.Path)] tells where the daemon of a data directory
/// answers and with which token, or [ClientOptions#at(java.net.URI)] names one elsewhere;
/// [ActionQueueClient#connect(ClientOptions)] makes a client; its methods block (call them from a
/// virtual thread where that matters) and throw a [ClientException]. What is sent and answered is
/// in `io.actionqueue.client.wire`.
@NullMarked
package io.actionqueue.client;

import org.jspecify.annotations.NullMarked;
