package io.actionqueue.client.wire;

import io.actionqueue.core.id.RunId;

/// `POST /api/v1/runs/{run_id}/cancel`, `/suspend` and `/resume`.
///
/// @param runId the run
/// @param status cancel: `canceled`, `already_canceled` or `already_terminal`; suspend:
///   `suspended`, `suspend_requested` (the handler was asked) or `already_suspended`; resume:
///   `resumed` or `already_resumed`
public record RunAnswer(RunId runId, String status) {}
