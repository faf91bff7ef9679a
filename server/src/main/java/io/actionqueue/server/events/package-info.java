/// The event stream: every event that becomes durable, told to who listens.
///
/// [EventHub] hears the engine and keeps the latest events for those who come back; each listener
/// has a bounded [EventQueue] and is cut off when it does not keep up; [EventStream] writes one as
/// server-sent events.
@NullMarked
package io.actionqueue.server.events;

import org.jspecify.annotations.NullMarked;
