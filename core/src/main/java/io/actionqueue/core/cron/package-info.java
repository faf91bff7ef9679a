/// Cron expressions: their grammar and the search for the instants that they name, in UTC.
///
/// ```java
/// var nightly = CronExpression.parse("0 30 2 * * MON-FRI");
/// OptionalLong next = nightly.nextAfter(nowSecs);
/// long[] preview = nightly.firings(nowSecs, 5);
/// ```
@NullMarked
package io.actionqueue.core.cron;

import org.jspecify.annotations.NullMarked;
