@NullMarked
package io.actionqueue.storage.snapshot;

import org.jspecify.annotations.NullMarked;
