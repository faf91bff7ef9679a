package io.actionqueue.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where a figure was taken: printed above each one.
final class Machine {
  private static final Set<String> RAM_DISKS = Set.of("tmpfs", "ramfs", "devtmpfs");

  private static final int NEW_MEMORY_BYTES = 128 << 20;

  private Machine() {}

  /// Whether the directory's file system forgets everything with the power.
  static boolean isRamDisk(Path directory) throws IOException {
    return RAM_DISKS.contains(Files.getFileStore(directory).type());
  }

  /// Prints processor, memory, JVM, file system and what the raw device gives.
  static void print(Path directory, PrintStream out) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    row(
        out,
        "processors",
        runtime.availableProcessors() + " (" + System.getProperty("os.arch") + ")");
    row(out, "heap limit", (runtime.maxMemory() >> 20) + " MiB");
    row(out, "jvm", Runtime.version() + ", collector " + collector() + ", flags " + flags);
    row(
        out,
        "file system",
        Files.getFileStore(directory).type() + (isRamDisk(directory) ? " (RAM: NOT DURABLE)" : ""));
    for (int block : new int[] {4 << 10, 64 << 10}) {
      row(out, "raw fdatasync", raw(directory, block, false));
      row(out, "raw fdatasync", raw(directory, block, true));
    }
    row(out, "new memory", newMemory());
  }

  /// What it takes until the system has given memory: on virtual machines a process that grows may
  /// wait for that longer than for anything that it does itself.
  private static String newMemory() {
    long begin = System.nanoTime();
    var fresh = ByteBuffer.allocateDirect(NEW_MEMORY_BYTES); // filled with zeros
    double seconds = (System.nanoTime() - begin) / 1e9;
    return String.format(Locale.ROOT, "%d MiB touched in %.2f s", fresh.capacity() >> 20, seconds);
  }

  private static String raw(Path directory, int block, boolean prepared) throws IOException {
    RawDevice device = RawDevice.measure(directory, block, prepared, 500);
    return String.format(
        Locale.ROOT,
        "%2d KiB on a %s file: %,.0f/s, %.0f MB/s, %s",
        block >> 10,
        prepared ? "prepared" : "growing",
        device.perSecond(),
        device.bytesPerSecond() / 1e6,
        device.samples());
  }

  private static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName();
  }

  private static void row(PrintStream out, String name, String value) {
    out.printf(Locale.ROOT, "%-14s %s%n", name, value);
  }
}
