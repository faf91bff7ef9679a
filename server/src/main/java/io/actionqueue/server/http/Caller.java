package io.actionqueue.server.http;

import io.actionqueue.core.id.ActorId;
import org.jspecify.annotations.Nullable;

/// Who is calling.
///
/// @param name what logs call it
/// @param role what it may do
/// @param actor the one actor that it is, null where it may speak for any
public record Caller(String name, Role role, @Nullable ActorId actor) {
  /// What a caller may do.
  public enum Role {
    /// Everything.
    ADMIN,
    /// To look around.
    READER,
    /// To work as an actor: register, claim, report.
    WORKER
  }

  /// Anybody, on a daemon without authentication.
  public static final Caller ANYBODY = admin("anybody");

  /// One that may do everything.
  public static Caller admin(String name) {
    return new Caller(name, Role.ADMIN, null);
  }

  /// One that may look around.
  public static Caller reader(String name) {
    return new Caller(name, Role.READER, null);
  }

  /// One that may work.
  ///
  /// @param actor the one actor that it is, null for any
  public static Caller worker(String name, @Nullable ActorId actor) {
    return new Caller(name, Role.WORKER, actor);
  }

  /// Whether a route is for this caller.
  boolean may(Access access) {
    return switch (access) {
      case OPEN -> true;
      case READ -> role != Role.WORKER;
      case WORK -> role != Role.READER;
      case CONTROL -> role == Role.ADMIN;
    };
  }
}
