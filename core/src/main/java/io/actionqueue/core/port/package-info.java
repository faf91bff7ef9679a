/// What the outside provides: time, randomness, files and the durable log.
@NullMarked
package io.actionqueue.core.port;

import org.jspecify.annotations.NullMarked;
