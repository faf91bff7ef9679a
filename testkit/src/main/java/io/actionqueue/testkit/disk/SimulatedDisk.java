package io.actionqueue.testkit.disk;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A disk in memory that keeps apart what programs see and what a power failure leaves.
/// Thread-safe.
///
/// What is promised, and nothing more:
///
/// * a sector of 512 bytes is written wholly or not at all; the sectors of a write reach the device
///   in any order, at any time before the next sync of the file, and so does its length;
/// * a new, renamed or deleted entry is durable once its directory was synced; one rename inside a
///   directory happens wholly or not at all;
/// * a sync without metadata need not make a cut durable;
/// * after a failed sync nothing is known about what was written before it, and a later sync
///   succeeds all the same (see [Fault]).
///
/// In the order of use: run a program on the disk, with faults injected by number ([#injectAt]) or
/// by kind ([#injectNext]); look at every legal state after a power failure ([#crashSpace()]), at
/// any moment, from inside [#onChange]; run recovery on what it gives.
///
/// Paths are taken as written, from the root, without touching a real file system.
public final class SimulatedDisk implements FileStore {
  private final SimulatedTree tree;
  private final FaultPlan plan = new FaultPlan();
  private final Set<String> locks = new HashSet<>();
  private Consumer<DiskOperation> changeListener = _ -> {};
  private long spaceBytes = Long.MAX_VALUE;
  private int readBytesMax = Integer.MAX_VALUE;
  private int process;
  private @Nullable Long contentHash;

  private SimulatedDisk(SimulatedTree tree) {
    this.tree = tree;
  }

  /// An empty disk.
  public static SimulatedDisk create() {
    return new SimulatedDisk(new SimulatedTree(new SimulatedDirectory()));
  }

  static SimulatedDisk of(SimulatedDirectory root) {
    return new SimulatedDisk(new SimulatedTree(root));
  }

  // ---------------------------------------------------------------------------------- FileStore

  @Override
  public synchronized FileHandle open(Path path, OpenMode mode) throws IOException {
    return perform(
        Kind.OPEN,
        path,
        operation -> {
          SimulatedFile file = find(path, mode, operation.number());
          if (mode == OpenMode.CREATE_EMPTY) {
            file.truncate(0, operation.number());
          }
          return new SimulatedHandle(this, path, file, mode != OpenMode.READ);
        });
  }

  private SimulatedFile find(Path path, OpenMode mode, long time) throws IOException {
    SimulatedFile file = tree.findFile(path);
    if (file != null) {
      return file;
    }
    if (mode == OpenMode.READ && !tree.isDirectory(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return tree.fileOrNew(path, time);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return tree.find(path) != null;
  }

  @Override
  public synchronized boolean isDirectory(Path path) {
    return tree.isDirectory(path);
  }

  @Override
  public synchronized List<Path> list(Path directory) throws IOException {
    return perform(
        Kind.LIST,
        directory,
        _ ->
            tree.directory(directory).entries().keySet().stream().map(directory::resolve).toList());
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    change(
        Kind.CREATE_DIRECTORIES,
        directory,
        operation -> tree.createDirectories(directory, operation.number()));
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    change(Kind.RENAME, from, operation -> tree.rename(from, to, operation.number()));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    change(Kind.DELETE, path, operation -> tree.delete(path, operation.number()));
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    change(Kind.SYNC_DIRECTORY, directory, _ -> tree.directory(directory).sync());
  }

  @Override
  public synchronized @Nullable LockHandle tryLock(Path path, String ownerText) throws IOException {
    return perform(Kind.LOCK, path, _ -> lock(path, ownerText));
  }

  /// The side file is durable at once: nobody relies on what is in it after a crash, and its states
  /// would only multiply those that matter.
  private @Nullable LockHandle lock(Path path, String ownerText) throws IOException {
    String name = path.normalize().toString();
    if (locks.contains(name)) {
      return null;
    }
    tree.addDurableFile(path, ownerText.getBytes(StandardCharsets.UTF_8));
    locks.add(name);
    return new SimulatedLock(this, path);
  }

  // ------------------------------------------------------- for handles and locks, under the lock

  FaultPlan plan() {
    return plan;
  }

  /// The number of the process whose handles are alive.
  int process() {
    return process;
  }

  int readBytesMax() {
    return readBytesMax;
  }

  void changed(DiskOperation operation) {
    contentHash = null;
    changeListener.accept(operation);
  }

  void unlock(Path path) {
    locks.remove(path.normalize().toString());
  }

  /// How many bytes may be written from a position on before the space is used up.
  long roomFor(SimulatedFile file, long position) {
    if (spaceBytes == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long used = tree.files().values().stream().mapToLong(SimulatedFile::size).sum();
    return Math.max(0, file.size() + spaceBytes - used - position);
  }

  // -------------------------------------------------------------------------------------- crash

  /// Every legal state that a power failure at this moment may leave.
  public synchronized CrashSpace crashSpace() {
    return CrashSpace.of(tree.root());
  }

  /// One legal state after a power failure at this moment, chosen at random.
  public SimulatedDisk crash(SeededRandom random) {
    return crashSpace().random(random).disk();
  }

  /// The state after a power failure at this moment that a choice names.
  public SimulatedDisk crash(CrashChoice choice) {
    return crashSpace().at(choice).disk();
  }

  /// The end of the process alone: its handles are dead and its locks free, and what it wrote is
  /// still there for programs to see, durable or not.
  public synchronized void killProcess() {
    process++;
    locks.clear();
  }

  /// Forgets from memory what failed syncs did not write: programs see the old content from now on.
  public synchronized void dropLostPages() {
    contentHash = null;
    tree.files().values().forEach(SimulatedFile::dropLost);
  }

  /// A copy in which everything that programs see is durable, without faults, counts and locks.
  public synchronized SimulatedDisk settledCopy() {
    return crashSpace().newest().disk();
  }

  // ------------------------------------------------------------------------------------- faults

  /// Makes the call of this number fail; calls are counted from 1, see [#operations()].
  public synchronized void injectAt(long number, Fault fault) {
    plan.inject(operation -> operation.number() == number, fault);
  }

  /// Makes the next call of this kind fail.
  public synchronized void injectNext(Kind kind, Fault fault) {
    plan.inject(operation -> operation.kind() == kind, fault);
  }

  /// Makes the next call fail that a condition picks.
  public synchronized void injectWhen(Predicate<DiskOperation> when, Fault fault) {
    plan.inject(when, fault);
  }

  /// Bounds the sum of all file lengths: a write that needs more takes what fits and fails with
  /// [Fault#NO_SPACE].
  public synchronized void limitSpace(long bytes) {
    spaceBytes = bytes;
  }

  /// Makes every read short: it gives at most this many bytes.
  public synchronized void limitReads(int bytes) {
    readBytesMax = bytes;
  }

  /// Makes calls take time on simulated clocks.
  public synchronized void slowDown(ManualTime time, Function<DiskOperation, Duration> delay) {
    plan.slowDown(time, delay);
  }

  /// Makes every later call fail. Looking at the disk and crashing it still work.
  public synchronized void powerOff() {
    plan.powerOff();
  }

  /// Turns one bit of a file over, on the device and in memory, as ageing media do.
  ///
  /// @throws IllegalArgumentException if there is no such file or byte
  public synchronized void flipBit(Path path, long position, int bit) {
    contentHash = null;
    existing(path).flipBit(position, bit);
  }

  /// Puts a durable file there, with its directories, replacing one of the same name.
  public synchronized void install(Path path, byte[] content) {
    contentHash = null;
    tree.addDurableDirectories(path);
    try {
      tree.addDurableFile(path, content.clone());
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  // --------------------------------------------------------------------------------- observation

  /// Names the one listener that hears of every call after it may have changed what a crash leaves,
  /// also if the call then fails. It is called under the disk's lock and may look at the disk.
  public synchronized void onChange(Consumer<DiskOperation> listener) {
    changeListener = listener;
  }

  /// How many calls there were.
  public synchronized long operations() {
    return plan.operations();
  }

  /// How many calls of a kind there were, failed ones included.
  public synchronized long calls(Kind kind) {
    return plan.calls(kind);
  }

  /// The latest calls, oldest first; 10,000 at most.
  public synchronized List<DiskOperation> trace() {
    return plan.trace();
  }

  /// Every file, in order of names.
  public synchronized List<Path> files() {
    return tree.files().keySet().stream().map(Path::of).toList();
  }

  /// The content of a file as programs see it.
  ///
  /// @throws IllegalArgumentException if there is no such file
  public synchronized byte[] content(Path path) {
    return existing(path).content();
  }

  /// A hash of all names and contents as programs see them: equal disks have equal ones, different
  /// disks practically never.
  public synchronized long contentHash() {
    if (contentHash == null) {
      contentHash = ContentHash.of(tree.root());
    }
    return contentHash;
  }

  // ------------------------------------------------------------------------------------ the rest

  private interface Call<T extends @Nullable Object> {
    T run(DiskOperation operation) throws IOException;
  }

  private interface Change {
    void run(DiskOperation operation) throws IOException;
  }

  private void change(Kind kind, Path path, Change change) throws IOException {
    this.<@Nullable Void>perform(
        kind,
        path,
        operation -> {
          change.run(operation);
          return null;
        });
  }

  private <T extends @Nullable Object> T perform(Kind kind, Path path, Call<T> call)
      throws IOException {
    DiskOperation operation = plan.next(kind, path, 0, 0);
    Fault fault = plan.begin(operation);
    if (fault != null && fault.effect() != Effect.FULL) {
      throw fault.toException(operation);
    }
    T result = call.run(operation);
    if (kind.changesDisk()) {
      changed(operation);
    }
    plan.failIfTold(fault, operation);
    return result;
  }

  private SimulatedFile existing(Path path) {
    SimulatedFile file = tree.findFile(path);
    if (file == null) {
      throw new IllegalArgumentException("no such file: " + path);
    }
    return file;
  }
}
