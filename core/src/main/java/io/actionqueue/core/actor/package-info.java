/// Remote workers that register, beat and hold leases.
@NullMarked
package io.actionqueue.core.actor;

import org.jspecify.annotations.NullMarked;
