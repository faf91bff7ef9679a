package io.actionqueue.storage.wal;

import io.actionqueue.testkit.log.EventLogContract;
import org.junit.jupiter.api.Nested;

/// The log keeps what every event log promises, in each of its ways to work.
final class WriteAheadLogContractTest {

  @Nested
  final class WithAThreadOfItsOwn extends EventLogContract {
    @Override
    protected Subject newSubject() {
      return new LogPlace(LogOptions.defaults());
    }
  }

  @Nested
  final class WithoutAThread extends EventLogContract {
    @Override
    protected Subject newSubject() {
      return new LogPlace(LogPlace.byCaller().build());
    }
  }

  @Nested
  final class OnPreparedSpace extends EventLogContract {
    @Override
    protected Subject newSubject() {
      return new LogPlace(LogPlace.byCaller().prepareBytes(4096).build());
    }
  }

  @Nested
  final class WithAThreadOnPreparedSpace extends EventLogContract {
    @Override
    protected Subject newSubject() {
      return new LogPlace(LogOptions.builder().prepareBytes(4096).build());
    }
  }
}
