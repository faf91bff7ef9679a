package io.actionqueue.bench;

/// An engine that lets tasks live, so that it can be compared with another one.
interface Contender extends AutoCloseable {
  /// What some whole lives cost, per life.
  ///
  /// @param nanos time in nanoseconds; whose is for the contender to say
  /// @param beside what else it took; for the contender to say
  record Cost(double nanos, double beside) {}

  /// Lets so many tasks live, from the submission to the end.
  Cost lives(int count) throws InterruptedException;

  @Override
  void close();
}
