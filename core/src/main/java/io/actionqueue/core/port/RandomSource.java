package io.actionqueue.core.port;

import java.util.function.LongSupplier;

/// Where fresh identifiers and jitter come from. A seeded one makes a whole engine replayable.
///
/// An implementation given to an engine is called from its engine thread only.
@FunctionalInterface
public interface RandomSource extends LongSupplier {
  /// 64 uniformly random bits.
  @Override
  long getAsLong();
}
