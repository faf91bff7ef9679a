package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /api/v2/runs/{run_id}/attempts/{attempt_id}/children`.
///
/// @param tasks in the order of the request
public record ChildrenAnswer(List<ChildAnswer> tasks) {
  /// Copies the lists.
  public ChildrenAnswer {
    tasks = List.copyOf(tasks);
  }

  /// What became of one submission: exactly one of the two is there.
  ///
  /// @param accepted the durable task; absent if it was refused
  /// @param refused why; absent if it was accepted
  public record ChildAnswer(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SubmitAnswer accepted,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ErrorBody refused) {}
}
