package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.Extend;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.command.SubmitWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.AttemptNoted;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.schedule.Derivation;
import io.actionqueue.core.schedule.RunDerivation;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Accepts or refuses tasks: derives first, then decides, so that a refusal leaves nothing behind
/// (RT-5, RT-34). Confined to the engine thread.
final class Submissions {
  /// Bytes of payload that one submission may have.
  static final int MAX_PAYLOAD_BYTES = 64 << 20;

  /// Bytes of payload that the submissions of one batch may have together.
  static final long MAX_BATCH_BYTES = 128L << 20;

  private final Engine engine;
  private final RunDerivation derivation;

  Submissions(Engine engine, RunDerivation derivation) {
    this.engine = engine;
    this.derivation = derivation;
  }

  /// Refusals of one run's submissions that are recorded; the rest is only answered.
  static final int MAX_NOTES = 100;

  private static final int MAX_NOTE_CHARS = 1000;

  /// Who submits, which decides about repetitions (S-46).
  sealed interface Origin {
    /// Somebody outside: a repeated id is refused.
    Origin CALLER = new Caller();

    /// Somebody outside.
    record Caller() implements Origin {}

    /// The handler of an attempt: an equal repetition is answered as before, and a refusal is
    /// recorded on the attempt (spec 03 §8.4).
    ///
    /// @param runId its run
    /// @param attemptId the attempt
    record Attempt(RunId runId, AttemptId attemptId) implements Origin {}
  }

  /// Takes in several submissions for one batch, each on its own.
  List<SubmitResult> submitAll(List<TaskRequest> requests, Origin origin) {
    long bytes = 0;
    for (TaskRequest request : requests) {
      bytes += request.payloadLength();
    }
    var results = new ArrayList<SubmitResult>(requests.size());
    for (TaskRequest request : requests) {
      results.add(bytes > MAX_BATCH_BYTES ? batchTooLarge(bytes) : submit(request, origin));
    }
    return results;
  }

  /// Takes in one submission.
  SubmitResult submit(TaskRequest request, Origin origin) {
    SubmitResult result = result(request, origin);
    if (result instanceof SubmitResult.Refused(var refusal)
        && origin instanceof Origin.Attempt attempt) {
      note(attempt, refusal);
    }
    return result;
  }

  /// Records on an attempt that a task which it submitted was refused.
  private void note(Origin.Attempt attempt, Refusal refusal) {
    RunEntry run = engine.lane.state().run(attempt.runId());
    StateImage.Attempt last = run == null ? null : run.lastAttempt();
    if (run == null || last == null || !last.attemptId().equals(attempt.attemptId())) {
      return; // another attempt goes on meanwhile, or the task was dropped
    }
    int number = engine.lane.state().extensions().attemptNotes(run.id()).size() + 1;
    if (number <= MAX_NOTES) {
      String text = "submission refused: " + refusal.code() + ": " + refusal.message();
      boolean fits = text.length() <= MAX_NOTE_CHARS;
      engine.own.execute(
          new Extend(
              new AttemptNoted(
                  run.id(),
                  attempt.attemptId(),
                  number,
                  fits ? text : text.substring(0, MAX_NOTE_CHARS) + " …",
                  engine.clock.millis())));
    }
  }

  private SubmitResult result(TaskRequest request, Origin origin) {
    try {
      return accept(request, origin);
    } catch (InvalidValue broken) {
      return refused(broken.code(), String.valueOf(broken.getMessage()));
    } catch (ActionQueueException.Refused refusal) {
      return refused(refusal.code(), String.valueOf(refusal.getMessage()));
    }
  }

  private SubmitResult accept(TaskRequest request, Origin origin) {
    engine.access.requireSubmission(request);
    if (request.payloadLength() > MAX_PAYLOAD_BYTES) {
      String size = request.payloadLength() + " bytes, at most " + MAX_PAYLOAD_BYTES;
      return refused("payload_too_large", "the payload has " + size + " are allowed");
    }
    if (request.requestedPolicy() instanceof RunPolicy.Repeat(var count, _)
        && count > engine.config.maxRunsPerSubmit()) {
      String bound = count + " runs, at most " + engine.config.maxRunsPerSubmit();
      return refused("too_many_runs", "the policy implies " + bound + " are allowed at once");
    }
    TaskSpec spec = request.toSpec(idOf(request));
    boolean repeatable = request.requestedKey() != null || origin instanceof Origin.Attempt;
    TaskEntry existing = repeatable ? engine.lane.state().task(spec.id()) : null;
    if (existing != null) {
      return repeated(existing, spec, request);
    }
    long now = engine.clock.second();
    return switch (derivation.derive(spec.id(), spec.runPolicy(), 0, now, now)) {
      case Derivation.Derived(var runs, _) -> create(spec, runs, request);
      case Derivation.Refused refusal -> refused(refusal.code(), refusal.message());
    };
  }

  private TaskId idOf(TaskRequest request) {
    TaskId given = request.requestedId();
    if (given != null) {
      return given;
    }
    String key = request.requestedKey();
    return key == null
        ? TaskId.random(engine.config.random())
        : IdempotencyKey.taskId(request.requestedTenant(), key);
  }

  private SubmitResult create(TaskSpec spec, List<RunInstance> runs, TaskRequest request) {
    var submit =
        new SubmitTask(
            spec,
            runs,
            request.requestedDependencies(),
            engine.clock.second(),
            engine.config.maxTaskDepth());
    boolean plain = request.policy().isNone() && request.requestedOriginal() == null;
    Command command =
        plain
            ? submit
            : new SubmitWithPolicy(
                submit, request.policy(), request.requestedOriginal(), engine.clock.millis());
    return switch (engine.lane.execute(command)) {
      case Decision.Accepted _ ->
          new SubmitResult.Accepted(spec.id(), ids(runs), latestSequence(), false);
      case Decision.Rejected(var rejection) -> refused(rejection.code(), rejection.message());
    };
  }

  private static List<RunId> ids(List<RunInstance> runs) {
    if (runs.size() == 1) {
      return List.of(runs.getFirst().id());
    }
    return runs.stream().map(RunInstance::id).toList();
  }

  /// The first answer again, if spec and dependencies are equal. Prerequisites that the task got
  /// after it was submitted under its key are no part of the submission.
  private SubmitResult repeated(TaskEntry existing, TaskSpec spec, TaskRequest request) {
    boolean equal =
        existing.spec().equals(spec)
            && engine.lane.state().extensions().policy(spec.id()).equals(request.policy())
            && submittedDependencies(existing)
                .equals(new HashSet<>(request.requestedDependencies()));
    if (!equal) {
      String code =
          request.requestedKey() == null ? "task_already_exists" : "idempotency_key_reused";
      return refused(code, "task " + spec.id() + " exists and was submitted differently");
    }
    var initial = // what the first answer named, and no later run
        existing.runs().stream()
            .takeWhile(run -> run.createdAt() == existing.createdAt())
            .limit(existing.spec().runPolicy().maxRuns())
            .map(RunEntry::id)
            .toList();
    return new SubmitResult.Accepted(spec.id(), initial, latestSequence(), true);
  }

  private Set<TaskId> submittedDependencies(TaskEntry task) {
    var submitted = new HashSet<>(task.prerequisites());
    submitted.removeAll(engine.lane.state().extensions().addedDependencies(task.id()));
    return submitted;
  }

  private long latestSequence() {
    return engine.lane.state().latestSequence();
  }

  /// The refusal of submissions that have too many bytes of payload together.
  static SubmitResult batchTooLarge(long bytes) {
    return refused("batch_too_large", "the batch has " + bytes + " bytes of payload");
  }

  private static SubmitResult refused(String code, String message) {
    return new SubmitResult.Refused(new Refusal(code, message));
  }
}
