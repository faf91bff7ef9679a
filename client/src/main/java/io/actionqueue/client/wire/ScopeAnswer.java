package io.actionqueue.client.wire;

/// What became of the limit or the pause of a scope.
///
/// @param scope the scope
/// @param status `cleared`; `paused`, `already_paused`, `resumed` or `already_resumed`
public record ScopeAnswer(ScopeDetail scope, String status) {}
