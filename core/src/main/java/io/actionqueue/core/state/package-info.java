/// The state folded from the log, with `decide` (may refuse, never changes) and `apply` (never
/// refuses, the only change).
@NullMarked
package io.actionqueue.core.state;

import org.jspecify.annotations.NullMarked;
