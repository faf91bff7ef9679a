@NullMarked
package io.actionqueue.storage.maintenance;

import org.jspecify.annotations.NullMarked;
