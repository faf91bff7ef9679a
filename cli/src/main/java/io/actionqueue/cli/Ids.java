package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import java.util.function.Function;

/// Identifiers from the command line: any UUID but nil.
final class Ids {
  private Ids() {}

  static TaskId task(String text) {
    try {
      TaskId id = TaskId.parse(text);
      if (!id.isNil()) {
        return id;
      }
    } catch (InvalidValue _) {
      // Said below, for both.
    }
    throw CliFailure.validation("invalid_task_id", "invalid task id: '" + text + "'");
  }

  static RunId run(String text) {
    try {
      RunId id = RunId.parse(text);
      if (!id.isNil()) {
        return id;
      }
    } catch (InvalidValue _) {
      // Said below, for both.
    }
    throw CliFailure.validation("invalid_run_id", "invalid run id: '" + text + "'");
  }

  /// The id that an option names.
  ///
  /// @param code what is said where it is none
  static <T extends Identifier> T of(
      String option, String text, Function<String, T> parse, String code) {
    try {
      T id = parse.apply(text);
      if (!id.isNil()) {
        return id;
      }
    } catch (InvalidValue _) {
      // Said below, for both.
    }
    throw CliFailure.validation(code, option + ": invalid id: '" + text + "'");
  }

  static TenantId tenant(String text) {
    return of("--tenant", text, TenantId::parse, "invalid_tenant_id");
  }
}
