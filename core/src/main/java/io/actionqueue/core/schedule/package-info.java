/// When runs happen: derivation of runs from a policy, missed slots, retry back-off.
///
/// Everything here is a pure function of its arguments: instants come in as epoch seconds, run ids
/// from a supplier.
@NullMarked
package io.actionqueue.core.schedule;

import org.jspecify.annotations.NullMarked;
