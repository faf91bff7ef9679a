@NullMarked
package io.actionqueue.storage.fuzz;

import org.jspecify.annotations.NullMarked;
