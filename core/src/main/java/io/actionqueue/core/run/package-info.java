/// One scheduled occurrence of a task: its states, the legal moves between them, its attempts and
/// its lease.
@NullMarked
package io.actionqueue.core.run;

import org.jspecify.annotations.NullMarked;
