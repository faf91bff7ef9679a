/// JSON text as storage needs it: a strict streaming reader, a compact streaming writer, and the
/// JSON form of the domain values that snapshots and views share. No tree of nodes is built on
/// either side.
@NullMarked
package io.actionqueue.storage.json;

import org.jspecify.annotations.NullMarked;
