package io.actionqueue.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.FileStore;
import java.nio.file.Path;

/// Holds the check that streams a v8 snapshot against loading it whole.
final class V8Checks {
  private V8Checks() {}

  /// Fails unless both give the same facts or the same fault.
  static void checkSaysWhatLoadingSays(FileStore store, Path file) {
    V8File.Loaded loaded = V8File.load(store, file);
    try {
      V8Facts facts = V8File.check(store, file);
      assertThat(loaded).isInstanceOf(V8File.Loaded.Present.class);
      assertThat(facts).isEqualTo(V8Facts.of(((V8File.Loaded.Present) loaded).snapshot()));
    } catch (UnreadableSnapshot unreadable) {
      switch (loaded) {
        case V8File.Loaded.Unusable(SnapshotFault fault) ->
            assertThat(unreadable.fault()).isEqualTo(fault);
        case V8File.Loaded.Absent _ ->
            assertThat(unreadable.fault())
                .isEqualTo(new SnapshotFault.DecodeError("the file is empty"));
        case V8File.Loaded.Present _ ->
            throw new AssertionError("loaded, but not checked: " + unreadable.fault());
      }
    }
  }
}
