/// The original's files (src/test/resources/golden/README.md) for tests.
@NullMarked
package io.actionqueue.storage.golden;

import org.jspecify.annotations.NullMarked;
