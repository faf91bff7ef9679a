@NullMarked
package io.actionqueue.storage.recovery;

import org.jspecify.annotations.NullMarked;
