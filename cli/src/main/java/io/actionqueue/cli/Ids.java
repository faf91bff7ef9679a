package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;

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
}
