package io.actionqueue.testkit.disk;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault.Effect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/// An open file. Its state is guarded by the lock of its disk.
final class SimulatedHandle implements FileHandle {
  private final SimulatedDisk disk;
  private final Path path;
  private final SimulatedFile file;
  private final boolean writable;
  private final int process;
  private boolean open = true;

  // Each open file hears once of every write-back that failed while it was open.
  private int failuresHeard;

  SimulatedHandle(SimulatedDisk disk, Path path, SimulatedFile file, boolean writable) {
    this.disk = disk;
    this.path = path;
    this.file = file;
    this.writable = writable;
    this.process = disk.process();
    this.failuresHeard = file.failedSyncs();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    synchronized (disk) {
      checkOpen();
      FaultPlan plan = disk.plan();
      DiskOperation operation = plan.next(Kind.READ, path, position, target.remaining());
      plan.failIfTold(plan.begin(operation), operation);
      return file.read(target, position, disk.readBytesMax());
    }
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    synchronized (disk) {
      checkWritable();
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      DiskOperation operation = disk.plan().next(Kind.WRITE, path, position, bytes.length);
      Fault fault = disk.plan().begin(operation);
      int wanted = fault == null ? bytes.length : fault.effectBytes(bytes.length);
      int written = (int) Math.min(wanted, disk.roomFor(file, position));
      file.write(bytes, written, position, operation.number());
      disk.changed(operation);
      disk.plan().failIfTold(fault, operation);
      if (written < bytes.length) {
        throw Fault.noSpace(written).toException(operation);
      }
    }
  }

  @Override
  public void truncate(long length) throws IOException {
    synchronized (disk) {
      checkWritable();
      DiskOperation operation = disk.plan().next(Kind.TRUNCATE, path, length, 0);
      Fault fault = disk.plan().begin(operation);
      if (fault == null || fault.effect() == Effect.FULL) {
        file.truncate(length, operation.number());
        disk.changed(operation);
      }
      disk.plan().failIfTold(fault, operation);
    }
  }

  @Override
  public void sync(boolean withMetadata) throws IOException {
    synchronized (disk) {
      checkOpen();
      DiskOperation operation = disk.plan().next(Kind.SYNC, path, 0, 0);
      Fault fault = disk.plan().begin(operation);
      if (fault == null || fault.effect() == Effect.FULL) {
        file.sync(withMetadata);
      } else {
        file.failSync();
      }
      disk.changed(operation);
      boolean heard = failuresHeard == file.failedSyncs();
      failuresHeard = file.failedSyncs();
      disk.plan().failIfTold(fault, operation);
      if (!heard) {
        throw Fault.ioError().toException(operation);
      }
    }
  }

  @Override
  public long size() throws IOException {
    synchronized (disk) {
      checkOpen();
      DiskOperation operation = disk.plan().next(Kind.SIZE, path, 0, 0);
      disk.plan().failIfTold(disk.plan().begin(operation), operation);
      return file.size();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (disk) {
      if (!open || process != disk.process()) {
        return;
      }
      open = false;
      DiskOperation operation = disk.plan().next(Kind.CLOSE, path, 0, 0);
      disk.plan().failIfTold(disk.plan().begin(operation), operation);
    }
  }

  private void checkWritable() throws IOException {
    checkOpen();
    if (!writable) {
      throw new NonWritableChannelException();
    }
  }

  private void checkOpen() throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (process != disk.process()) {
      throw new IOException(path + ": the process that opened it is dead");
    }
  }
}
