package io.actionqueue.server.api;

import io.actionqueue.Outcome;
import io.actionqueue.WorkerReport;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.budget.BudgetDimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads the body of a worker's report (spec 04 §13.3).
///
/// A field that does not belong to the result is an error: a worker that sends an output with a
/// failure would lose it.
final class ReportReader {
  private final JsonFields fields;

  private ReportReader(JsonFields fields) {
    this.fields = fields;
  }

  static WorkerReport read(JsonFields fields) {
    return new ReportReader(fields).read();
  }

  private WorkerReport read() {
    String result = fields.requiredText("result");
    boolean failed = result.equals("Failure");
    WorkerReport report =
        switch (result) {
          case "Success" -> WorkerReport.of(success());
          case "Failure" -> WorkerReport.of(failure());
          case "Timeout" -> WorkerReport.timeout(error());
          case "Suspended" -> WorkerReport.of(suspended());
          default ->
              throw fields.invalid("result", "must be Success, Failure, Timeout or Suspended");
        };
    if (failed || result.equals("Timeout")) {
      absent("output_base64", result);
    } else {
      absent("error", result);
    }
    if (!failed) {
      absent("retryable", result);
      absent("retry_after_secs", result);
    }
    return report.consuming(consumption());
  }

  private void absent(String field, String result) {
    if (fields.node(field) != null) {
      throw fields.invalid(field, "does not belong to the result " + result);
    }
  }

  private Outcome success() {
    Bytes output = PayloadReader.optionalBase64(fields, "output_base64");
    return output == null ? Outcome.success() : Outcome.success(output);
  }

  private Outcome suspended() {
    Bytes partial = PayloadReader.optionalBase64(fields, "output_base64");
    return partial == null ? Outcome.suspend() : Outcome.suspend(partial);
  }

  private Outcome failure() {
    Long delay = fields.unsigned("retry_after_secs");
    if (!fields.flag("retryable", true)) {
      if (delay != null) {
        throw fields.invalid("retry_after_secs", "does not belong to a failure for good");
      }
      return Outcome.fail(error());
    }
    return delay == null ? Outcome.retry(error()) : Outcome.retryAfter(error(), delay);
  }

  private String error() {
    return fields.requiredText("error");
  }

  private List<BudgetConsumption> consumption() {
    List<BudgetConsumption> parts = new ArrayList<>();
    for (JsonNode entry : fields.objects("consumption")) {
      JsonFields part = JsonFields.of(entry);
      parts.add(
          new BudgetConsumption(
              dimension(part.requiredText("dimension")), part.requiredUnsigned("amount")));
    }
    return parts;
  }

  private BudgetDimension dimension(String text) {
    return Arrays.stream(BudgetDimension.values())
        .filter(each -> each.wireName().equals(text))
        .findFirst()
        .orElseThrow(() ->
            fields.invalid(
                ErrorCode.INVALID_DIMENSION,
                "consumption",
                "counts Token, CostCents or TimeSecs, was '" + text + "'"));
  }
}
