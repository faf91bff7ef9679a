package io.actionqueue.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every measurement has: a directory to work in and the machine's description in front.
abstract class Workplace implements Callable<Integer> {
  @Option(
      names = "--dir",
      description =
          "Where to work; a folder of its own is made there and deleted. Default: target/bench.",
      defaultValue = "target/bench")
  Path directory = Path.of("target/bench");

  @Option(names = "--on-ram", description = "Go on although the file system is a RAM disk.")
  boolean onRam;

  private @Nullable Path work;
  private int made;

  @Override
  public final Integer call() throws Exception {
    Files.createDirectories(directory);
    if (Machine.isRamDisk(directory) && !onRam) {
      System.err.println(
          directory + " is on a RAM disk: no figure would be durable. Choose --dir, or --on-ram.");
      return 2;
    }
    work = Files.createTempDirectory(directory, "run");
    try {
      Machine.print(work, System.out);
      measure();
      return 0;
    } finally {
      deleteTree(work);
    }
  }

  /// Takes the measurement and prints it.
  abstract void measure() throws Exception;

  /// A fresh data directory.
  Path freshStore() {
    return workDirectory().resolve("store-" + made++);
  }

  Path workDirectory() {
    if (work == null) {
      throw new IllegalStateException("there is a directory only while measuring");
    }
    return work;
  }

  /// Bytes of all files below a directory.
  static long sizeOf(Path tree) throws IOException {
    long bytes = 0;
    for (Path path : list(tree)) {
      if (Files.isRegularFile(path)) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }

  static void deleteTree(Path tree) throws IOException {
    for (Path path : list(tree)) {
      Files.delete(path);
    }
  }

  private static List<Path> list(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
