package io.actionqueue.storage.snapshot;

import java.util.List;

/// The first rule that a v8 snapshot breaks.
///
/// @param rule the rule
/// @param values what breaks it, as text, in the order of spec 01 §8.6
public record MappingViolation(MappingRule rule, List<String> values) {
  /// Copies the list.
  public MappingViolation {
    values = List.copyOf(values);
  }

  static MappingViolation of(MappingRule rule, Object... values) {
    var texts = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      texts[i] = String.valueOf(values[i]);
    }
    return new MappingViolation(rule, List.of(texts));
  }

  /// The stable name, such as `TaskCountMismatch`.
  public String kind() {
    return rule.kind();
  }

  /// A sentence for people with the values in it.
  public String message() {
    return rule.describe(values.toArray());
  }
}
