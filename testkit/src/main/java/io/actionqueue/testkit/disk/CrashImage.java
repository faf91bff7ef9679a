package io.actionqueue.testkit.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A disk at one moment with everything that is uncertain about it. Immutable.
final class CrashImage {

  /// Decides one thing that a power failure may leave in several ways.
  @FunctionalInterface
  interface Chooser {
    /// Picks one way, from 0 (the oldest) to `ways − 1`.
    ///
    /// @param times the operations that made the ways from 1 on
    int choose(int ways, List<Long> times);
  }

  private sealed interface Node {}

  private record Directory(Map<String, Node> durable, List<Change> changes) implements Node {}

  private record Change(
      @Nullable String removed, @Nullable String added, @Nullable Node node, List<Long> times) {}

  private record Sector(int number, List<byte[]> versions, List<Long> times) {}

  /// The present content, and what may differ from it.
  private static final class File implements Node {
    private final byte[] bytes;
    private final List<SimulatedFile.Length> lengths;
    private final List<Long> times;
    private final List<Sector> sectors = new ArrayList<>();

    private File(SimulatedFile file) {
      bytes = file.content();
      lengths = List.copyOf(file.lengths());
      times = lengths.stream().skip(1).map(SimulatedFile.Length::time).toList();
      file.uncertainSectors()
          .forEach((number, sector) ->
              sectors.add(
                  new Sector(number, List.copyOf(sector.versions()), List.copyOf(sector.times()))));
    }
  }

  private final Directory root;
  private final List<File> files;
  private final List<Directory> directories;

  private CrashImage(Directory root, List<File> files, List<Directory> directories) {
    this.root = root;
    this.files = files;
    this.directories = directories;
  }

  static CrashImage of(SimulatedDirectory root) {
    var freezer = new Freezer();
    Directory frozen = freezer.directory(root);
    return new CrashImage(frozen, freezer.files, freezer.directories);
  }

  /// The disk that follows from decisions, asked for in a fixed order.
  SimulatedDirectory build(Chooser chooser) {
    return build(root, chooser, new IdentityHashMap<>());
  }

  /// The operations whose effect is uncertain.
  SortedSet<Long> moments() {
    SortedSet<Long> moments = new TreeSet<>();
    directories.forEach(directory -> directory.changes.forEach(c -> moments.addAll(c.times)));
    for (File file : files) {
      moments.addAll(file.times);
      file.sectors.forEach(sector -> moments.addAll(sector.times));
    }
    return moments;
  }

  long sizeBound() {
    long bound = 1;
    for (Directory directory : directories) {
      for (int i = 0; i < directory.changes.size(); i++) {
        bound = saturatingMultiply(bound, 2);
      }
    }
    for (File file : files) {
      bound = saturatingMultiply(bound, file.lengths.size());
      for (Sector sector : file.sectors) {
        bound = saturatingMultiply(bound, sector.versions.size());
      }
    }
    return bound;
  }

  private static long saturatingMultiply(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  private static SimulatedDirectory build(
      Directory directory, Chooser chooser, IdentityHashMap<File, SimulatedFile> built) {
    Map<String, Node> entries = new TreeMap<>(directory.durable);
    for (Change change : directory.changes) {
      if (chooser.choose(2, change.times) == 1) {
        if (change.removed != null) {
          entries.remove(change.removed);
        }
        if (change.added != null && change.node != null) {
          entries.put(change.added, change.node);
        }
      }
    }
    var result = new SimulatedDirectory();
    entries.forEach((name, node) ->
        result.addDurable(
            name,
            switch (node) {
              case Directory child -> build(child, chooser, built);
              case File file -> {
                SimulatedFile known = built.get(file);
                if (known == null) {
                  known = build(file, chooser);
                  built.put(file, known);
                }
                yield known;
              }
            }));
    return result;
  }

  private static SimulatedFile build(File file, Chooser chooser) {
    int length = file.lengths.getFirst().bytes();
    if (file.lengths.size() > 1) {
      length = file.lengths.get(chooser.choose(file.lengths.size(), file.times)).bytes();
    }
    byte[] bytes = Arrays.copyOf(file.bytes, length);
    for (Sector sector : file.sectors) {
      int at = sector.number * SimulatedFile.SECTOR_BYTES;
      if (at < length) {
        byte[] version = sector.versions.get(chooser.choose(sector.versions.size(), sector.times));
        System.arraycopy(version, 0, bytes, at, Math.min(SimulatedFile.SECTOR_BYTES, length - at));
      }
    }
    return SimulatedFile.durable(bytes);
  }

  /// Copies a tree, each node once whatever names lead to it.
  private static final class Freezer {
    private final IdentityHashMap<SimulatedNode, Node> known = new IdentityHashMap<>();
    private final List<File> files = new ArrayList<>();
    private final List<Directory> directories = new ArrayList<>();

    private Node node(SimulatedNode node) {
      Node frozen = known.get(node);
      if (frozen == null) {
        frozen =
            switch (node) {
              case SimulatedDirectory directory -> directory(directory);
              case SimulatedFile file -> file(file);
            };
        known.put(node, frozen);
      }
      return frozen;
    }

    private Directory directory(SimulatedDirectory directory) {
      Map<String, Node> durable = new TreeMap<>();
      directory.durableEntries().forEach((name, node) -> durable.put(name, node(node)));
      List<Change> changes = new ArrayList<>();
      for (SimulatedDirectory.Change change : directory.pending()) {
        SimulatedNode added = change.node();
        changes.add(
            new Change(
                change.removed(),
                change.added(),
                added == null ? null : node(added),
                List.of(change.time())));
      }
      var frozen = new Directory(durable, changes);
      directories.add(frozen);
      return frozen;
    }

    private File file(SimulatedFile file) {
      var frozen = new File(file);
      files.add(frozen);
      return frozen;
    }
  }
}
