@NullMarked
package io.actionqueue.storage.json;

import org.jspecify.annotations.NullMarked;
