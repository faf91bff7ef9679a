/// Orders for listings, kept up to date in batches and read by position.
@NullMarked
package io.actionqueue.engine.index;

import org.jspecify.annotations.NullMarked;
