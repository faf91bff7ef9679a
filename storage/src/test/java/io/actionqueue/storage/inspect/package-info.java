@NullMarked
package io.actionqueue.storage.inspect;

import org.jspecify.annotations.NullMarked;
