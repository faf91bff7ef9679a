/// Actions that need no code of the user: `exec` runs programs ([ExecHandler], S-15, S-58), `http`
/// calls addresses ([HttpHandler], S-59). Both are handlers like any other, read a JSON payload,
/// bound what they keep and stop when the attempt is asked to stop.
@NullMarked
package io.actionqueue.server.actions;

import org.jspecify.annotations.NullMarked;
