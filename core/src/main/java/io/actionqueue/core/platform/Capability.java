package io.actionqueue.core.platform;

import java.util.List;

/// What an actor may do in a tenant.
public sealed interface Capability {
  /// May submit tasks.
  Capability CAN_SUBMIT = new Named("CanSubmit");

  /// May lease and execute runs.
  Capability CAN_EXECUTE = new Named("CanExecute");

  /// May give review outcomes.
  Capability CAN_REVIEW = new Named("CanReview");

  /// May approve and reject.
  Capability CAN_APPROVE = new Named("CanApprove");

  /// May cancel.
  Capability CAN_CANCEL = new Named("CanCancel");

  /// May limit and pause what belongs to the tenant, and reorder its runs. Not one of the five that
  /// the log's version 5 knows by number: it is written as a custom one of this name.
  Capability CAN_OPERATE = new Custom("CanOperate");

  /// The built-in capabilities in wire order, 0 to 4.
  List<Capability> BUILT_IN = List.of(CAN_SUBMIT, CAN_EXECUTE, CAN_REVIEW, CAN_APPROVE, CAN_CANCEL);

  /// The capability's own text: the built-in name or the custom one.
  String name();

  /// The text under which grants are kept: the built-in name, or `Custom:` and the custom one.
  String key();

  /// A built-in capability; compare with the constants.
  ///
  /// @param name one of the five built-in names
  record Named(String name) implements Capability {
    /// Refuses other names.
    public Named {
      if (!List.of("CanSubmit", "CanExecute", "CanReview", "CanApprove", "CanCancel")
          .contains(name)) {
        throw new IllegalArgumentException("not a built-in capability: " + name);
      }
    }

    @Override
    public String key() {
      return name;
    }
  }

  /// A capability named by the user.
  ///
  /// @param name any text; not empty in commands
  record Custom(String name) implements Capability {
    @Override
    public String key() {
      return "Custom:" + name;
    }
  }
}
