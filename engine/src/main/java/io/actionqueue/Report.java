package io.actionqueue;

/// What a handler tells while it executes; nobody waits for it.
final class Report extends Message {
  private final Runnable work;

  Report(Runnable work) {
    this.work = work;
  }

  @Override
  void handle() {
    work.run();
  }

  @Override
  void refuse(ActionQueueException cause) {}
}
