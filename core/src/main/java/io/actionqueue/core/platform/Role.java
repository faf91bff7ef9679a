package io.actionqueue.core.platform;

/// What an actor is in a tenant. A role by itself grants nothing.
public sealed interface Role {
  /// Submits and operates.
  Role OPERATOR = new Named("Operator");

  /// Reviews.
  Role AUDITOR = new Named("Auditor");

  /// Approves and executes.
  Role GATEKEEPER = new Named("Gatekeeper");

  /// The role's own text: the built-in name or the custom one.
  String name();

  /// A built-in role; compare with the constants.
  ///
  /// @param name `Operator`, `Auditor` or `Gatekeeper`
  record Named(String name) implements Role {
    /// Refuses other names.
    public Named {
      if (!name.equals("Operator") && !name.equals("Auditor") && !name.equals("Gatekeeper")) {
        throw new IllegalArgumentException("not a built-in role: " + name);
      }
    }
  }

  /// A role named by the user.
  ///
  /// @param name any text; not empty in commands
  record Custom(String name) implements Role {}
}
