package io.actionqueue.server.actions;

/// A payload that no attempt can carry out.
final class InvalidPayload extends Exception {
  private static final long serialVersionUID = 1;

  InvalidPayload(String message) {
    super(message);
  }
}
