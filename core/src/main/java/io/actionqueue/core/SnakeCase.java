package io.actionqueue.core;

/// Turns an upper-camel kind such as `TaskAlreadyExists` into its code `task_already_exists`.
public final class SnakeCase {
  private SnakeCase() {}

  /// The snake-case form of a name in upper camel case.
  public static String of(String camelCase) {
    var out = new StringBuilder(camelCase.length() + 8);
    for (int i = 0; i < camelCase.length(); i++) {
      char c = camelCase.charAt(i);
      if (Character.isUpperCase(c) && i > 0) {
        out.append('_');
      }
      out.append(Character.toLowerCase(c));
    }
    return out.toString();
  }
}
