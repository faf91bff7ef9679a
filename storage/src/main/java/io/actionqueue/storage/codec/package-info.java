/// Values as bytes: the encoding that logs and native snapshots share. Numbers, texts and
/// identifiers first, the domain's larger values on top. Format: docs/format/events.md §1 and §4.
@NullMarked
package io.actionqueue.storage.codec;

import org.jspecify.annotations.NullMarked;
