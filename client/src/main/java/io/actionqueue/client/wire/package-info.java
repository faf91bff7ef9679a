/// What client and daemon say to each other: request and response records, their JSON, error codes.
///
/// Records are named after the route that they belong to; components are in the order in which
/// their fields stand in a body, in snake case on the wire ([WireJson]). Numbers of seconds,
/// counters and sequences are unsigned 64-bit integers; payload and output bytes are arrays of
/// integers from 0 to 255. Every answer above 399 is an [ErrorBody] whose code is one of
/// [ErrorCode].
///
/// Format: docs/http-api.md.
@NullMarked
package io.actionqueue.client.wire;

import org.jspecify.annotations.NullMarked;
