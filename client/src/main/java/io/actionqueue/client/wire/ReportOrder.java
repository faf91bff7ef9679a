package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v2/runs/{run_id}/attempts/{attempt_id}/complete`.
///
/// @param leaseToken that of the claim; absent where the caller is known as the actor
/// @param result `Success`, `Failure`, `Timeout` or `Suspended`
/// @param retryable of a failure: whether another attempt may mend it; absent for yes
/// @param retryAfterSecs of a retryable failure: the least delay; absent for the back-off
/// @param error of a failure or timeout: text for people
/// @param outputBase64 of a success or suspension: what to keep; absent for nothing
/// @param consumption what the attempt used of its task's budgets; absent for nothing
public record ReportOrder(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String leaseToken,
    String result,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean retryable,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long retryAfterSecs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String outputBase64,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Consumption> consumption) {
  /// A success with output.
  ///
  /// @param output null for none
  public static ReportOrder success(@Nullable String leaseToken, @Nullable Bytes output) {
    return new ReportOrder(leaseToken, "Success", null, null, null, base64(output), null);
  }

  /// A failure that another attempt may mend.
  public static ReportOrder retry(@Nullable String leaseToken, String error) {
    return new ReportOrder(leaseToken, "Failure", true, null, error, null, null);
  }

  /// A failure for good.
  public static ReportOrder fail(@Nullable String leaseToken, String error) {
    return new ReportOrder(leaseToken, "Failure", false, null, error, null, null);
  }

  /// The attempt was over its time limit.
  public static ReportOrder timeout(@Nullable String leaseToken, String error) {
    return new ReportOrder(leaseToken, "Timeout", null, null, error, null, null);
  }

  /// Set aside until somebody resumes the run.
  ///
  /// @param partial what the next attempt gets, null for nothing
  public static ReportOrder suspended(@Nullable String leaseToken, @Nullable Bytes partial) {
    return new ReportOrder(leaseToken, "Suspended", null, null, null, base64(partial), null);
  }

  private static @Nullable String base64(@Nullable Bytes bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes.toArray());
  }

  /// What an attempt used of one dimension.
  ///
  /// @param dimension what is counted
  /// @param amount how much, not negative
  public record Consumption(BudgetDimension dimension, long amount) {}
}
