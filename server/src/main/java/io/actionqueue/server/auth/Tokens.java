package io.actionqueue.server.auth;

import io.actionqueue.server.http.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The tokens that are accepted, each as its SHA-256. Immutable.
public final class Tokens {
  /// One token.
  ///
  /// @param caller who shows it
  /// @param sha256 its hash, 64 hex digits
  public record Entry(Caller caller, String sha256) {
    /// The entry of a token at hand.
    public static Entry of(Caller caller, String token) {
      return new Entry(caller, hash(token));
    }
  }

  private final List<Entry> entries;

  private Tokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /// A set of tokens.
  public static Tokens of(List<Entry> entries) {
    return new Tokens(entries);
  }

  /// Whose token this is. Takes the same time whatever the token is: hashes are compared whole, and
  /// all of them.
  Optional<Caller> find(String token) {
    byte[] presented = hash(token).getBytes(StandardCharsets.US_ASCII);
    Optional<Caller> found = Optional.empty();
    for (Entry entry : entries) {
      byte[] known = entry.sha256().getBytes(StandardCharsets.US_ASCII);
      if (MessageDigest.isEqual(presented, known)) {
        found = Optional.of(entry.caller());
      }
    }
    return found;
  }

  /// The hash under which a token is stored: SHA-256 of its UTF-8, in hex.
  public static String hash(String token) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
