package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.storage.NotAStore;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which places may become a data directory.
class PremisesTest {
  @TempDir Path place;

  private void open(Path directory) throws IOException {
    var time = ManualTime.atSeconds(1);
    Store.open(StoreOptions.builder(directory, SystemFiles.INSTANCE, time).build()).close();
  }

  @Test
  void directoryOfOtherThingsIsRefusedAndLeftAsItIs() throws IOException {
    Files.writeString(place.resolve("thesis.tex"), "words");

    assertThatThrownBy(() -> open(place))
        .isInstanceOf(NotAStore.class)
        .hasMessageContaining("thesis.tex")
        .extracting(failure -> ((NotAStore) failure).code())
        .isEqualTo("not_a_store");
    assertThat(place.toFile().list()).containsExactly("thesis.tex");
  }

  @Test
  void fileIsRefusedAndLeftAsItIs() throws IOException {
    Path file = Files.writeString(place.resolve("file"), "words");
    var time = ManualTime.atSeconds(1);

    assertThatThrownBy(() -> open(file)).isInstanceOf(NotAStore.class);
    assertThatThrownBy(() -> Store.load(SystemFiles.INSTANCE, time, file))
        .isInstanceOf(NotAStore.class)
        .hasMessage(file + ": is a file, not a data directory");
    assertThat(Files.readString(file)).isEqualTo("words");
  }

  @Test
  void placeThatIsNotThereYetOrEmptyIsAccepted() throws IOException {
    open(place);
    open(place.resolve("a/b"));
    assertThat(place.resolve("a/b/wal")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {".snapshot", "lost+found", "wal", "snapshots", "token", "daemon.json"})
  void whatFileSystemsAndDaemonsPutThereIsNoHindrance(String name) throws IOException {
    Files.createDirectories(place.resolve(name));
    open(place);
  }

  @Test
  void storeAmongOtherThingsStaysAStore() throws IOException {
    open(place);
    Files.writeString(place.resolve("notes.txt"), "words");
    open(place);
  }
}
