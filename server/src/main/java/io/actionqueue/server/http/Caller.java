package io.actionqueue.server.http;

/// Who is calling.
///
/// @param name what logs call it
/// @param mayControl whether it may change things
public record Caller(String name, boolean mayControl) {
  /// Anybody, on a daemon without authentication.
  public static final Caller ANYBODY = new Caller("anybody", true);
}
