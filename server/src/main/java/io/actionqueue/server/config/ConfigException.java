package io.actionqueue.server.config;

/// A configuration that cannot be used.
///
/// [#code()] is the rule's stable name in snake case, [#kind()] the same in upper camel case; the
/// one-line rendering is `<code>: <message>`.
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String kind;
  private final String detail;

  ConfigException(ConfigRule rule, String detail) {
    super(rule.code() + ": " + detail);
    this.code = rule.code();
    this.kind = rule.kind();
    this.detail = detail;
  }

  /// The rule, such as `invalid_bind_address`.
  public String code() {
    return code;
  }

  /// The rule, such as `InvalidBindAddress`.
  public String kind() {
    return kind;
  }

  /// The sentence without the code.
  public String detail() {
    return detail;
  }
}
