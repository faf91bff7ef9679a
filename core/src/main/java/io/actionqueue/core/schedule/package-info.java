/// When runs happen: derivation of runs from a policy, cron expressions, retry back-off.
@NullMarked
package io.actionqueue.core.schedule;

import org.jspecify.annotations.NullMarked;
