package io.actionqueue.server.auth;

import io.actionqueue.Principal;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.server.http.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Reads the file of further tokens: one a line, `NAME ROLE SHA256HEX`; empty lines and lines that
/// begin with `#` say nothing.
///
/// Roles are `admin`, `reader`, `worker` and `worker:ACTOR_ID` for the operator's own tokens; and
/// `member:ACTOR_ID@TENANT_ID`, `reader:…` and `worker:…` of the same form for those that ask on
/// behalf of an actor in a tenant, within its rights there.
public final class TokensFile {
  private TokensFile() {}

  /// The entries of a file.
  ///
  /// @throws IOException if it cannot be read
  /// @throws IllegalArgumentException if a line has another form
  public static List<Tokens.Entry> read(Path file) throws IOException {
    return parse(file.toString(), Files.readAllLines(file));
  }

  static List<Tokens.Entry> parse(String origin, List<String> lines) {
    var entries = new ArrayList<Tokens.Entry>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(origin + ":" + (i + 1), line));
      }
    }
    return entries;
  }

  private static Tokens.Entry entry(String place, String line) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 3 || !words[2].matches("[0-9A-Fa-f]{64}")) {
      throw new IllegalArgumentException(place + ": expected NAME ROLE SHA256HEX");
    }
    return new Tokens.Entry(caller(place, words[0], words[1]), words[2].toLowerCase(Locale.ROOT));
  }

  private static Caller caller(String place, String name, String role) {
    int colon = role.indexOf(':');
    if (colon < 0) {
      return switch (role) {
        case "admin" -> Caller.admin(name);
        case "reader" -> Caller.reader(name);
        case "worker" -> Caller.worker(name, null);
        default -> throw noRole(place, role);
      };
    }
    String whom = role.substring(colon + 1);
    int at = whom.indexOf('@');
    String word = role.substring(0, colon);
    if (at < 0 && word.equals("worker")) {
      return Caller.worker(name, id(place, role, whom, ActorId::parse));
    }
    if (at < 0) {
      throw noRole(place, role);
    }
    var member =
        new Principal.Member(
            id(place, role, whom.substring(0, at), ActorId::parse),
            id(place, role, whom.substring(at + 1), TenantId::parse));
    return switch (word) {
      case "member" -> Caller.member(name, member);
      case "reader" -> Caller.reader(name).within(member);
      case "worker" -> Caller.worker(name, null).within(member);
      default -> throw noRole(place, role);
    };
  }

  private static <T extends Identifier> T id(
      String place, String role, String text, Function<String, T> parse) {
    try {
      T id = parse.apply(text);
      if (!id.isNil()) {
        return id;
      }
    } catch (InvalidValue _) {
      // Said below, for both.
    }
    throw new IllegalArgumentException(place + ": '" + text + "' in '" + role + "' is no id");
  }

  private static IllegalArgumentException noRole(String place, String role) {
    return new IllegalArgumentException(
        place
            + ": role must be admin, reader, worker, worker:ACTOR_ID, or one of member, reader,"
            + " worker with :ACTOR_ID@TENANT_ID, was '"
            + role
            + "'");
  }
}
