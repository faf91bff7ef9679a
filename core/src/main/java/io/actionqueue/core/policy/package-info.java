/// What a submission or an operator may ask for beyond what log version 5 knows: options of a task,
/// limits and pauses. All of it is optional; what nobody asked for costs nothing.
@NullMarked
package io.actionqueue.core.policy;

import org.jspecify.annotations.NullMarked;
