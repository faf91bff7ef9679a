package io.actionqueue.engine.lane;

/// Something that leaves the process, held back until what it tells is durable (output commit).
public interface Effect {
  /// Everything that was decided before this effect was registered is durable. Must neither block
  /// nor throw.
  void durable();

  /// The log failed first.
  ///
  /// @param sequence the last sequence that the effect depended on
  /// @param cause the log's first failure
  void failed(long sequence, Throwable cause);
}
