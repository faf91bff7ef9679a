package io.actionqueue.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.server.http.ApiException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules of spec 04 §5.3.
class PaginationTest {
  private static final String LIMIT_RANGE = "limit must be between 1 and 1000";
  private static final String LIMIT_NUMBER = "limit must be a non-negative integer";
  private static final String OFFSET_NUMBER = "offset must be a non-negative integer";

  @Test
  void defaultsHoldWithoutAQuery() {
    assertThat(parse("")).isEqualTo(new Pagination(100, 0));
    assertThat(parse("&&")).isEqualTo(new Pagination(100, 0));
    assertThat(parse("other=1&limitx=0&=5")).isEqualTo(new Pagination(100, 0));
  }

  @Test
  void edgesOfTheLimit() {
    assertThat(parse("limit=1").limit()).isEqualTo(1);
    assertThat(parse("limit=1000").limit()).isEqualTo(1000);
    assertRefused("limit=0", "limit", LIMIT_RANGE);
    assertRefused("limit=1001", "limit", LIMIT_RANGE);
    assertRefused("limit=18446744073709551615", "limit", LIMIT_RANGE);
    assertRefused("limit=18446744073709551616", "limit", LIMIT_NUMBER);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    for (String text : List.of("", "-1", "abc", " 1", "1 ", "%31", "1.0", "0x1", "++1", "+", "١")) {
      assertRefused("limit=" + text, "limit", LIMIT_NUMBER);
      assertRefused("offset=" + text, "offset", OFFSET_NUMBER);
    }
    assertRefused("limit", "limit", LIMIT_NUMBER);
    assertRefused("offset&limit=5", "offset", OFFSET_NUMBER);
    assertRefused("limit=1=2", "limit", LIMIT_NUMBER);
  }

  @Test
  void leadingPlusAndZerosAreTolerated() {
    assertThat(parse("limit=+7&offset=+00042")).isEqualTo(new Pagination(7, 42));
  }

  @Test
  void offsetsBeyondSixtyThreeBitsAreRefusedNotWrapped() {
    assertThat(parse("offset=9223372036854775807").offset()).isEqualTo(Long.MAX_VALUE);
    assertRefused(
        "offset=9223372036854775808", "offset", "offset must be at most 9223372036854775807");
  }

  @Test
  void lastValueWinsButEveryOccurrenceIsChecked() {
    assertThat(parse("limit=5&limit=6").limit()).isEqualTo(6);
    assertRefused("limit=0&limit=5", "limit", LIMIT_RANGE);
    assertRefused("limit=5&offset=x&limit=0", "offset", OFFSET_NUMBER);
  }

  private static Pagination parse(String rawQuery) {
    return Pagination.parse(QueryText.pieces(rawQuery));
  }

  private static void assertRefused(String rawQuery, String field, String message) {
    assertThatThrownBy(() -> parse(rawQuery))
        .as(rawQuery)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.body().error()).isEqualTo("invalid_pagination");
              assertThat(e.body().message()).isEqualTo(message);
              assertThat(e.body().details()).containsEntry("field", field);
            });
  }
}
