/// The one way from a command to the log: decide, apply, hand over, and run effects once they are
/// durable.
@NullMarked
package io.actionqueue.engine.lane;

import org.jspecify.annotations.NullMarked;
