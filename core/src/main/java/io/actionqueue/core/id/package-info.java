/// Identifiers: 128-bit values printed as lower-case hyphenated UUID text, ordered as unsigned
/// bytes.
@NullMarked
package io.actionqueue.core.id;

import org.jspecify.annotations.NullMarked;
