/// The embeddable engine: open a directory, submit tasks, handle them.
@NullMarked
package io.actionqueue;

import org.jspecify.annotations.NullMarked;
