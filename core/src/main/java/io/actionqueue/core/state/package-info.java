/// The state folded from the log: `check` (may refuse, never changes), `apply` (never refuses, the
/// only change), views of tasks and runs for one thread, images and captures for all others.
@NullMarked
package io.actionqueue.core.state;

import org.jspecify.annotations.NullMarked;
