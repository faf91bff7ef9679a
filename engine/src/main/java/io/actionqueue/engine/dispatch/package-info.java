/// Which run goes next, and why another does not: timers, ready order, keys, action limits, and the
/// one gate that both dispatch and `explain` ask.
///
/// Every structure here is a fold over the moves of runs, the same live and at start-up, but for
/// what only this process knows: which handlers execute right now.
@NullMarked
package io.actionqueue.engine.dispatch;

import org.jspecify.annotations.NullMarked;
