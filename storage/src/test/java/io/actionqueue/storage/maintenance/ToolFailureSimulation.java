package io.actionqueue.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ReplayExtension;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every call of every operator's tool fails once: the failure names a file, the directory still
/// holds its state, also after a power failure, and nobody takes a half-made target for a whole
/// one.
@ExtendWith(ReplayExtension.class)
class ToolFailureSimulation {
  private static final Path TARGET = Path.of("/target");
  private static final Path BACKUP = Path.of("/backup");
  private static final List<Fault> FAULTS =
      List.of(
          Fault.ioError(),
          Fault.shortWrite(600),
          Fault.noSpace(0),
          Fault.lostAnswer(),
          Fault.powerCut());

  /// A tool at work.
  private interface Tool {
    void run(Site site) throws IOException;
  }

  private record Named(String name, Tool tool) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> tools() {
    return Stream.of(
        new Named("compact", site -> site.directory().compact()),
        new Named("snapshot create", site -> site.directory().createSnapshot()),
        new Named("native", site -> site.directory().createNativeSnapshot()),
        new Named("repair", site -> site.directory().repair(RepairOptions.defaults())),
        new Named("backup", site -> site.directory().backUpTo(TARGET)),
        new Named("export", site -> site.directory().exportTo(TARGET)),
        new Named("restore", site -> site.other("/target").restoreFrom(BACKUP)),
        new Named("inspect", site -> site.directory().inspect()),
        new Named("state", site -> site.directory().stateAt(14)));
  }

  /// Two snapshots, sealed files, and an end that was never finished.
  private static Site history() throws IOException {
    var site = new Site();
    site.write(5);
    site.snapshot();
    site.write(5);
    site.snapshot();
    site.write(4);
    var _ = site.directory().backUpTo(BACKUP);
    byte[] log = site.disk.content(Site.LAYOUT.log());
    site.disk.install(Site.LAYOUT.log(), Arrays.copyOf(log, log.length + 7));
    byte[] torn = site.disk.content(Site.LAYOUT.log());
    torn[log.length] = 5;
    site.disk.install(Site.LAYOUT.log(), torn);
    return site;
  }

  @ParameterizedTest
  @MethodSource("tools")
  void everyCallFailsOnce(Named named) throws IOException {
    Site whole = history();
    String digest = whole.digest();
    long before = whole.disk.operations();
    named.tool().run(whole);
    long calls = whole.disk.operations() - before;
    assertThat(calls).isGreaterThan(10);
    for (Fault fault : FAULTS) {
      for (long call = 1; call <= calls; call++) {
        try {
          fail(named.tool(), fault, call, digest);
        } catch (IOException | RuntimeException | AssertionError failure) {
          throw new AssertionError(
              "%s: %s at call %d of %d: %s".formatted(named, fault, call, calls, failure), failure);
        }
      }
    }
  }

  private static void fail(Tool tool, Fault fault, long call, String digest) throws IOException {
    Site site = history();
    site.disk.injectAt(site.disk.operations() + call, fault);
    try {
      tool.run(site);
    } catch (IOException failure) {
      assertThat(failure).as("names the file").hasMessageStartingWith("/");
    }
    site.disk.killProcess();
    for (SimulatedDisk left :
        List.of(
            site.disk.crashSpace().newest().disk(),
            site.disk.crashSpace().oldest().disk(),
            site.disk.crash(io.actionqueue.testkit.SeededRandom.of(call)))) {
      assertThat(Store.load(left, site.time, Site.ROOT).state().digest()).isEqualTo(digest);
      assertTargetWholeOrRefused(site, left, digest);
    }
  }

  private static void assertTargetWholeOrRefused(Site site, SimulatedDisk left, String digest)
      throws IOException {
    if (left.files().stream().noneMatch(file -> file.startsWith(TARGET))) {
      return;
    }
    try {
      var state = Store.load(left, site.time, TARGET).state();
      boolean begun = state.latestSequence() > 0;
      assertThat(!begun || state.digest().equals(digest)).as("a part of a copy").isTrue();
    } catch (StorageException refused) {
      assertThat(refused.code()).isIn("wal_corrupt", "not_a_store");
    }
  }
}
