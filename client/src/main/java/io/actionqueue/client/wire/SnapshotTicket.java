package io.actionqueue.client.wire;

import org.jspecify.annotations.Nullable;

/// A snapshot that was asked for and takes longer than its caller waited: `POST
/// /api/v1/engine/snapshot` with status 202, and `GET /api/v1/engine/snapshot/{number}`.
///
/// @param number counts what this daemon was asked for, from 1
/// @param status `writing`, `written` or `failed`
/// @param snapshot what was written, null before and where it failed
/// @param error why it failed, null if it has not
public record SnapshotTicket(
    long number, String status, @Nullable SnapshotAnswer snapshot, @Nullable ErrorBody error) {}
