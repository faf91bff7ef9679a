/// The 29 commands: typed proposals, each of which becomes exactly one event when it is accepted.
@NullMarked
package io.actionqueue.core.command;

import org.jspecify.annotations.NullMarked;
