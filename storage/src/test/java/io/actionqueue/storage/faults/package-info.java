/// What the storage survives: every crash state, every failing call, every damaged byte.
@NullMarked
package io.actionqueue.storage.faults;

import org.jspecify.annotations.NullMarked;
