package io.actionqueue.server.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A raw query string, cut into pieces the way spec 04 §5.3 says: on `&`, each piece on its first
/// `=`, empty pieces skipped, nothing decoded.
final class QueryText {
  /// One piece.
  ///
  /// @param key as received
  /// @param value as received, empty without an equals sign
  record Piece(String key, String value) {
    /// The value with percent signs and pluses decoded.
    ///
    /// @throws IllegalArgumentException if it is not well-formed
    String decoded() {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }
  }

  private QueryText() {}

  static List<Piece> pieces(String rawQuery) {
    var pieces = new ArrayList<Piece>();
    for (String piece : rawQuery.split("&", -1)) {
      if (!piece.isEmpty()) {
        int equals = piece.indexOf('=');
        pieces.add(
            equals < 0
                ? new Piece(piece, "")
                : new Piece(piece.substring(0, equals), piece.substring(equals + 1)));
      }
    }
    return pieces;
  }
}
