/// Cron expressions: grammar of spec 02 §2.4, evaluated in UTC.
@NullMarked
package io.actionqueue.core.cron;

import org.jspecify.annotations.NullMarked;
