/// The HTTP client, the remote worker and the wire contract.
@NullMarked
package io.actionqueue.client;

import org.jspecify.annotations.NullMarked;
