@NullMarked
package io.actionqueue.cli.terminal;

import org.jspecify.annotations.NullMarked;
