/// A simulated disk: what is cached and what is durable are two things, and every call can fail.
@NullMarked
package io.actionqueue.testkit.disk;

import org.jspecify.annotations.NullMarked;
