/// The daemon: routes, authentication, event stream, metrics, web UI.
@NullMarked
package io.actionqueue.server;

import org.jspecify.annotations.NullMarked;
