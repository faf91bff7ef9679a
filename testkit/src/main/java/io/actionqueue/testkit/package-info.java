/// Simulated time and disk, the simulation runner, contract suites.
@NullMarked
package io.actionqueue.testkit;

import org.jspecify.annotations.NullMarked;
