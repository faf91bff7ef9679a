package io.actionqueue.testkit.disk;

import io.actionqueue.core.port.FileStore.LockHandle;
import java.io.IOException;
import java.nio.file.Path;

/// A held lock. Its state is guarded by the lock of its disk.
final class SimulatedLock implements LockHandle {
  private final SimulatedDisk disk;
  private final Path path;
  private final int process;
  private boolean held = true;

  SimulatedLock(SimulatedDisk disk, Path path) {
    this.disk = disk;
    this.path = path;
    this.process = disk.process();
  }

  @Override
  public void close() throws IOException {
    synchronized (disk) {
      if (!held || process != disk.process()) {
        return;
      }
      held = false;
      disk.unlock(path);
      FaultPlan plan = disk.plan();
      DiskOperation operation = plan.next(DiskOperation.Kind.UNLOCK, path, 0, 0);
      plan.failIfTold(plan.begin(operation), operation);
    }
  }
}
