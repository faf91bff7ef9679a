/// Who may call: tokens ([Tokens], [LocalToken], [TokensFile]), the names under which the daemon
/// may be reached ([HostPolicy]) and the guard that asks both before any route ([TokenGuard]).
@NullMarked
package io.actionqueue.server.auth;

import org.jspecify.annotations.NullMarked;
