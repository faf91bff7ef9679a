/// Consumption ceilings of a task.
@NullMarked
package io.actionqueue.core.budget;

import org.jspecify.annotations.NullMarked;
