/// Tests of the command line, most of them in this process with streams, clock and environment of
/// their own; those that need a daemon run real processes.
@NullMarked
package io.actionqueue.cli;

import org.jspecify.annotations.NullMarked;
