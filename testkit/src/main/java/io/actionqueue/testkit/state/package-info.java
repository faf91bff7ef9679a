/// Random values, events and histories, and the invariants that every state keeps.
@NullMarked
package io.actionqueue.testkit.state;

import org.jspecify.annotations.NullMarked;
