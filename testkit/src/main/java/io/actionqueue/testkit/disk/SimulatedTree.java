package io.actionqueue.testkit.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The names of a disk and where they lead. Guarded by the lock of its disk.
///
/// Paths are read name by name from the root, absolute or not, without touching a real file system.
final class SimulatedTree {
  private final SimulatedDirectory root;

  SimulatedTree(SimulatedDirectory root) {
    this.root = root;
  }

  SimulatedDirectory root() {
    return root;
  }

  @Nullable SimulatedNode find(Path path) {
    SimulatedNode node = root;
    for (String name : names(path)) {
      if (!(node instanceof SimulatedDirectory directory)) {
        return null;
      }
      node = directory.get(name);
    }
    return node;
  }

  @Nullable SimulatedFile findFile(Path path) {
    return find(path) instanceof SimulatedFile file ? file : null;
  }

  boolean isDirectory(Path path) {
    return find(path) instanceof SimulatedDirectory;
  }

  SimulatedDirectory directory(Path path) throws NoSuchFileException {
    if (find(path) instanceof SimulatedDirectory directory) {
      return directory;
    }
    throw new NoSuchFileException(path.toString());
  }

  /// The file of this name, created if it is missing.
  SimulatedFile fileOrNew(Path path, long time) throws IOException {
    SimulatedDirectory parent = parent(path);
    return switch (parent.get(lastName(path))) {
      case SimulatedFile file -> file;
      case SimulatedDirectory _ -> throw new IOException(path + ": Is a directory");
      case null -> {
        var file = new SimulatedFile();
        parent.add(lastName(path), file, time);
        yield file;
      }
    };
  }

  void createDirectories(Path path, long time) throws IOException {
    SimulatedDirectory directory = root;
    for (String name : names(path)) {
      switch (directory.get(name)) {
        case SimulatedDirectory child -> directory = child;
        case SimulatedFile _ -> throw new FileAlreadyExistsException(path.toString());
        case null -> {
          var child = new SimulatedDirectory();
          directory.add(name, child, time);
          directory = child;
        }
      }
    }
  }

  /// Puts a file there that a crash does not touch, replacing one of the same name.
  void addDurableFile(Path path, byte[] content) throws IOException {
    parent(path).addDurable(lastName(path), SimulatedFile.durable(content));
  }

  /// Puts the directories above a file there, so that a crash does not touch them.
  void addDurableDirectories(Path path) {
    SimulatedDirectory directory = root;
    for (String name : names(path.resolveSibling(""))) {
      if (directory.get(name) instanceof SimulatedDirectory child) {
        directory = child;
      } else {
        var child = new SimulatedDirectory();
        directory.addDurable(name, child);
        directory = child;
      }
    }
  }

  void rename(Path from, Path to, long time) throws IOException {
    SimulatedDirectory source = parent(from);
    SimulatedDirectory target = parent(to);
    SimulatedNode node = source.get(lastName(from));
    if (node == null) {
      throw new NoSuchFileException(from.toString(), to.toString(), null);
    }
    if (target.get(lastName(to)) instanceof SimulatedDirectory) {
      throw new FileAlreadyExistsException(from.toString(), to.toString(), "is a directory");
    }
    if (source == target) {
      source.rename(lastName(from), lastName(to), node, time);
    } else {
      target.add(lastName(to), node, time);
      source.remove(lastName(from), time);
    }
  }

  void delete(Path path, long time) throws IOException {
    SimulatedNode node = find(path);
    if (node instanceof SimulatedDirectory directory && !directory.entries().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    if (node != null) {
      parent(path).remove(lastName(path), time);
    }
  }

  /// Every file by its path below the root, in order of names.
  Map<String, SimulatedFile> files() {
    Map<String, SimulatedFile> found = new TreeMap<>();
    collect("", root, found);
    return found;
  }

  private static void collect(
      String prefix, SimulatedDirectory directory, Map<String, SimulatedFile> found) {
    directory
        .entries()
        .forEach((name, node) -> {
          switch (node) {
            case SimulatedFile file -> found.put(prefix + "/" + name, file);
            case SimulatedDirectory child -> collect(prefix + "/" + name, child, found);
          }
        });
  }

  private SimulatedDirectory parent(Path path) throws NoSuchFileException {
    Path parent = path.normalize().getParent();
    return parent == null ? root : directory(parent);
  }

  private static String lastName(Path path) {
    return names(path).getLast();
  }

  private static List<String> names(Path path) {
    List<String> names = new ArrayList<>();
    for (Path name : path.normalize()) {
      if (!name.toString().isEmpty()) {
        names.add(name.toString());
      }
    }
    return names;
  }
}
