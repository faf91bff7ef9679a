/// Commands, and the decision about them: a [Command] is given to the [Decider], whose [Decision]
/// holds the events to write or the [Rejection] that says why not.
///
/// The 29 single commands become one event each (spec 02 §4); the others become several events that
/// stand or fall together, which is what an engine uses for submitting, starting, finishing,
/// canceling and recovering.
@NullMarked
package io.actionqueue.core.command;

import org.jspecify.annotations.NullMarked;
