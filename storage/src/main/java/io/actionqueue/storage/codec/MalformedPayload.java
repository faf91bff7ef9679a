package io.actionqueue.storage.codec;

/// Bytes that are no event, or no batch, although their frame is whole. Carries no stack trace:
/// damaged input is expected, and its place is told by the frame.
public final class MalformedPayload extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedPayload(String detail) {
    super(detail, null, false, false);
  }

  /// What is wrong, as one clause.
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
