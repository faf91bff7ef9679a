/// The 31 durable events of log version 5 and those beyond it, grouped into sealed families. Bytes:
/// docs/format/events.md.
@NullMarked
package io.actionqueue.core.event;

import org.jspecify.annotations.NullMarked;
