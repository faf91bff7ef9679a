package io.actionqueue.server.api;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.server.http.ApiException;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which slice of a listing (spec 04 §5.3).
///
/// Every occurrence of a key is checked, left to right; the last one holds.
///
/// @param limit 1 to 1000
/// @param offset how many to pass over
record Pagination(int limit, long offset) {
  private static final BigInteger MAX_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger MAX_I64 = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MAX_LIMIT = BigInteger.valueOf(1000);

  /// Longest text that can be a 64-bit number; leading zeros beyond it are nobody's.
  private static final int MAX_DIGITS = 64;

  static Pagination parse(List<QueryText.Piece> pieces) {
    int limit = 100;
    long offset = 0;
    for (QueryText.Piece piece : pieces) {
      switch (piece.key()) {
        case "limit" -> limit = limit(piece.value());
        case "offset" -> offset = offset(piece.value());
        default -> {
          // A filter, or nobody's.
        }
      }
    }
    return new Pagination(limit, offset);
  }

  private static int limit(String text) {
    BigInteger value = number(text, "limit");
    if (value.signum() == 0 || value.compareTo(MAX_LIMIT) > 0) {
      throw refused("limit", "limit must be between 1 and 1000");
    }
    return value.intValue();
  }

  private static long offset(String text) {
    BigInteger value = number(text, "offset");
    if (value.compareTo(MAX_I64) > 0) {
      throw refused("offset", "offset must be at most " + MAX_I64);
    }
    return value.longValue();
  }

  private static BigInteger number(String text, String field) {
    BigInteger value = unsigned(text);
    if (value == null) {
      throw refused(field, field + " must be a non-negative integer");
    }
    return value;
  }

  /// ASCII digits, perhaps behind one plus; null for anything else and beyond 64 bits.
  private static @Nullable BigInteger unsigned(String text) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    var value = new BigInteger(digits);
    return value.compareTo(MAX_U64) > 0 ? null : value;
  }

  private static ApiException refused(String field, String message) {
    return ApiException.of(ErrorCode.INVALID_PAGINATION, message, "field", field);
  }
}
