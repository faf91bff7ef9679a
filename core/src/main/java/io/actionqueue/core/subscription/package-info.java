/// Standing requests to promote a task early when something happens.
@NullMarked
package io.actionqueue.core.subscription;

import org.jspecify.annotations.NullMarked;
