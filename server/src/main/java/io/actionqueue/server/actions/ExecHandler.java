package io.actionqueue.server.actions;

import io.actionqueue.Handler;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import java.io.IOException;
import java.util.Map;

/// The `exec` action: runs one allowed program, never a shell (S-15, S-58). Thread-safe.
///
/// Exit 0 is success with the output `{"exit_code","stdout","stderr"}`; another code is a failure
/// to be retried, or a terminal one if the payload lists it, with the last lines of stderr. When
/// the attempt is asked to stop, the program and its children get SIGTERM; when the thread is
/// interrupted (some seconds later, by the engine's grace), SIGKILL.
public final class ExecHandler implements Handler {
  private final ExecPolicy policy;

  private ExecHandler(ExecPolicy policy) {
    this.policy = policy;
  }

  /// A handler under a policy.
  public static ExecHandler of(ExecPolicy policy) {
    return new ExecHandler(policy);
  }

  @Override
  public Outcome handle(RunContext run) throws InterruptedException {
    ExecPayload payload;
    try {
      payload = ExecPayload.parse(run.payload(), policy);
    } catch (InvalidPayload e) {
      return Outcome.fail("exec: " + e.getMessage());
    }
    Process process;
    try {
      process = builder(payload, run).start();
    } catch (IOException e) {
      return Outcome.fail("exec: cannot start " + payload.argv().getFirst() + ": " + reason(e));
    }
    return new RunningProgram(process, run.cancellation()).await(payload);
  }

  private ProcessBuilder builder(ExecPayload payload, RunContext run) {
    var builder = new ProcessBuilder(payload.argv()).directory(payload.cwd().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(policy.environment());
    environment.putAll(payload.env());
    environment.put("ACTIONQUEUE_TASK_ID", run.taskId().toString());
    environment.put("ACTIONQUEUE_RUN_ID", run.runId().toString());
    environment.put("ACTIONQUEUE_ATTEMPT_ID", run.attemptId().toString());
    environment.put("ACTIONQUEUE_ATTEMPT", Long.toString(run.attempt()));
    return builder;
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }
}
