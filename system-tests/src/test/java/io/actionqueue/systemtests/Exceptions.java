package io.actionqueue.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The listed exceptions to the rules, and which of them were needed. Confined to one test.
///
/// Format: one exception a line, `rule | place | limit | reason`; `limit` is a number for rules
/// that count and `-` for the others. Empty lines and lines that begin with `#` say nothing.
final class Exceptions {

  /// One line of the list.
  ///
  /// @param rule the rule's name
  /// @param place the file, method or class that may break it
  /// @param limit how far; -1 where the rule counts nothing
  /// @param reason why
  record Entry(String rule, String place, int limit, String reason) {}

  private final Map<String, Entry> entries;
  private final Set<String> used = new HashSet<>();

  private Exceptions(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /// The list of this repository.
  static Exceptions load() {
    try (InputStream in = Exceptions.class.getResourceAsStream("/exceptions.txt")) {
      byte[] bytes = Objects.requireNonNull(in, "exceptions.txt").readAllBytes();
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Exceptions parse(String text) {
    Map<String, Entry> entries = new HashMap<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\\|", 4);
      if (cells.length != 4 || cells[3].isBlank()) {
        throw new IllegalArgumentException("expected 'rule | place | limit | reason': " + line);
      }
      String limit = cells[2].strip();
      Entry entry =
          new Entry(
              cells[0].strip(),
              cells[1].strip(),
              limit.equals("-") ? -1 : Integer.parseInt(limit),
              cells[3].strip());
      if (entries.put(key(entry.rule(), entry.place()), entry) != null) {
        throw new IllegalArgumentException("listed twice: " + line);
      }
    }
    return new Exceptions(entries);
  }

  /// The exception for a place that breaks a rule, which is thereby needed.
  Optional<Entry> find(String rule, String place) {
    used.add(key(rule, place));
    return Optional.ofNullable(entries.get(key(rule, place)));
  }

  /// Whether a place that breaks a rule may do so.
  boolean allows(String rule, String place) {
    return find(rule, place).isPresent();
  }

  /// Exceptions to the given rules that nothing needs any more, as sentences.
  List<String> unused(Set<String> rules) {
    Set<String> sentences = new TreeSet<>();
    for (Entry entry : entries.values()) {
      if (rules.contains(entry.rule()) && !used.contains(key(entry.rule(), entry.place()))) {
        sentences.add("exceptions.txt: no longer needed: " + entry.rule() + " " + entry.place());
      }
    }
    return List.copyOf(sentences);
  }

  /// The rules that the list names.
  Set<String> rules() {
    Set<String> rules = new TreeSet<>();
    entries.values().forEach(entry -> rules.add(entry.rule()));
    return rules;
  }

  private static String key(String rule, String place) {
    return rule + " " + place;
  }
}
