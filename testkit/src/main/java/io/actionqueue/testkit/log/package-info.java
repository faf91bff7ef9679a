/// An event log in memory, and the contract that every event log keeps.
@NullMarked
package io.actionqueue.testkit.log;

import org.jspecify.annotations.NullMarked;
