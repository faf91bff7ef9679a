package io.actionqueue.server.api;

import io.actionqueue.PageQuery;
import io.actionqueue.RunQuery;
import io.actionqueue.TaskQuery;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.http.ApiException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the query strings of listings: slice and filters. Keys that no route knows are ignored; of
/// a repeated filter the last value holds.
final class ListQuery {
  private static final int MAX_WAIT_SECS = 60;
  private static final String AFTER = "after";

  private ListQuery() {}

  static TaskQuery tasks(String rawQuery) {
    List<QueryText.Piece> pieces = QueryText.pieces(rawQuery);
    Pagination page = Pagination.parse(pieces);
    String tag = last(pieces, "tag");
    TenantId tenant = tenantFilter(pieces);
    TimeRange created = time(pieces, "created");
    String after = last(pieces, AFTER);
    return new TaskQuery(page.limit(), page.offset(), tag, tenant, created, after);
  }

  /// @param taskId the task of the path, null where the path names none
  static RunQuery runs(String rawQuery, @Nullable TaskId taskId) {
    List<QueryText.Piece> pieces = QueryText.pieces(rawQuery);
    Pagination page = Pagination.parse(pieces);
    TaskId task = taskId == null ? taskFilter(last(pieces, "task_id")) : taskId;
    RunState state = stateFilter("state", last(pieces, "state"));
    TenantId tenant = tenantFilter(pieces);
    TimeRange due = time(pieces, "scheduled");
    String after = last(pieces, AFTER);
    return new RunQuery(page.limit(), page.offset(), task, state, tenant, due, after);
  }

  /// A slice without filters.
  static PageQuery page(String rawQuery) {
    return page(QueryText.pieces(rawQuery));
  }

  /// A slice without filters.
  static PageQuery page(List<QueryText.Piece> pieces) {
    Pagination page = Pagination.parse(pieces);
    return new PageQuery(page.limit(), page.offset(), last(pieces, AFTER));
  }

  /// How long the caller is ready to wait; zero if it does not say.
  static Duration await(String rawQuery) {
    return await(rawQuery, Duration.ZERO);
  }

  /// How long the caller is ready to wait.
  ///
  /// @param otherwise if it does not say
  static Duration await(String rawQuery, Duration otherwise) {
    String text = last(QueryText.pieces(rawQuery), "wait");
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > MAX_WAIT_SECS) {
      throw refused("wait", "wait must be an integer from 0 to " + MAX_WAIT_SECS);
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }

  /// The state that the caller has seen the run in, null if it does not say.
  static @Nullable RunState seen(String rawQuery) {
    return stateFilter("seen", last(QueryText.pieces(rawQuery), "seen"));
  }

  /// A filter's value.
  static <T> T filter(String field, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (InvalidValue e) {
      throw refused(field, field + ": " + e.getMessage());
    }
  }

  static @Nullable TenantId tenantFilter(List<QueryText.Piece> pieces) {
    String text = last(pieces, PathIds.TENANT);
    return text == null ? null : filter(PathIds.TENANT, text, TenantId::parse);
  }

  /// From one second on until before another, each where it is said.
  static TimeRange time(List<QueryText.Piece> pieces, String what) {
    Long from = second(pieces, what + "_from");
    Long until = second(pieces, what + "_until");
    return new TimeRange(
        from == null ? TimeRange.ALL.from() : from, until == null ? TimeRange.ALL.until() : until);
  }

  static @Nullable Long second(List<QueryText.Piece> pieces, String key) {
    String text = last(pieces, key);
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,18}")) {
      throw refused(key, key + " must be an instant in epoch seconds");
    }
    return Long.valueOf(text);
  }

  private static @Nullable TaskId taskFilter(@Nullable String text) {
    try {
      return text == null ? null : TaskId.parse(text);
    } catch (InvalidValue _) {
      throw refused("task_id", "task_id must be a UUID");
    }
  }

  private static @Nullable RunState stateFilter(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    for (RunState state : RunState.values()) {
      if (state.wireName().equals(text) || state.label().equals(text)) {
        return state;
      }
    }
    throw refused(
        field,
        field
            + " must be one of "
            + String.join(", ", Arrays.stream(RunState.values()).map(RunState::wireName).toList()));
  }

  static @Nullable String last(List<QueryText.Piece> pieces, String key) {
    for (QueryText.Piece piece : pieces.reversed()) {
      if (piece.key().equals(key)) {
        try {
          return piece.decoded();
        } catch (IllegalArgumentException _) {
          throw refused(key, key + " is not well-formed percent-encoded text");
        }
      }
    }
    return null;
  }

  private static ApiException refused(String field, String message) {
    return ApiException.of(ErrorCode.INVALID_FILTER, message, "field", field);
  }
}
