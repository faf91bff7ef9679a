/// The command line of ActionQueue.
@NullMarked
package io.actionqueue.cli;

import org.jspecify.annotations.NullMarked;
