/// What a user wants done: the task spec with its payload, run policy, constraints and metadata.
@NullMarked
package io.actionqueue.core.task;

import org.jspecify.annotations.NullMarked;
