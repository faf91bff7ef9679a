/// Values that everything else is made of: [io.actionqueue.core.Bytes], refused values, broken
/// invariants.
@NullMarked
package io.actionqueue.core;

import org.jspecify.annotations.NullMarked;
