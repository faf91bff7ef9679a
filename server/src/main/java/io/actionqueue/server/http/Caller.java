package io.actionqueue.server.http;

import io.actionqueue.Principal;
import io.actionqueue.core.id.ActorId;
import org.jspecify.annotations.Nullable;

/// Who is calling.
///
/// @param name what logs call it
/// @param role what it may do
/// @param actor the one actor that it is, null where it may speak for any
/// @param principal on whose behalf it asks; [Principal#SYSTEM] is the operator
public record Caller(String name, Role role, @Nullable ActorId actor, Principal principal) {
  /// What a caller may do.
  public enum Role {
    /// Everything.
    ADMIN,
    /// To look around.
    READER,
    /// To work as an actor: register, claim, report.
    WORKER,
    /// What its principal's role and grants in its tenant allow.
    MEMBER
  }

  /// Anybody, on a daemon without authentication.
  public static final Caller ANYBODY = admin("anybody");

  /// One that may do everything.
  public static Caller admin(String name) {
    return new Caller(name, Role.ADMIN, null, Principal.SYSTEM);
  }

  /// One that may look around.
  public static Caller reader(String name) {
    return new Caller(name, Role.READER, null, Principal.SYSTEM);
  }

  /// One that may work.
  ///
  /// @param actor the one actor that it is, null for any
  public static Caller worker(String name, @Nullable ActorId actor) {
    return new Caller(name, Role.WORKER, actor, Principal.SYSTEM);
  }

  /// One that may do what an actor may do in a tenant.
  public static Caller member(String name, Principal.Member principal) {
    return new Caller(name, Role.MEMBER, principal.actorId(), principal);
  }

  /// The same, within what an actor may see and do in a tenant.
  public Caller within(Principal.Member member) {
    return new Caller(name, role, member.actorId(), member);
  }

  /// Whether it asks on nobody's behalf but its own: every tenant is there for it.
  public boolean isOperator() {
    return switch (principal) {
      case Principal.Embedder _ -> true;
      case Principal.Member _ -> false;
    };
  }

  /// Whether a route is for this caller.
  boolean may(Access access) {
    return switch (access) {
      case OPEN -> true;
      case READ -> role != Role.WORKER;
      case INSPECT -> role != Role.WORKER && isOperator();
      case WORK -> role != Role.READER;
      case CONTROL -> role == Role.ADMIN || role == Role.MEMBER;
      case OPERATE -> role == Role.ADMIN;
    };
  }
}
