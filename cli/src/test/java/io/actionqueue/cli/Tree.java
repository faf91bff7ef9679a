package io.actionqueue.cli;

import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything below a directory, to show that nothing has changed.
final class Tree {
  private static final String LOCK = "actionqueue.lock";

  private Tree() {}

  /// Every file with its bytes, every folder without.
  static Map<String, Bytes> of(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      Map<String, Bytes> tree = new TreeMap<>();
      for (Path path : paths.toList()) {
        tree.put(
            root.relativize(path).toString(),
            Files.isDirectory(path) ? Bytes.EMPTY : Bytes.takeOver(Files.readAllBytes(path)));
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same without the side file of the lock, in which every owner writes its name.
  static Map<String, Bytes> withoutLock(Path root) {
    Map<String, Bytes> tree = of(root);
    tree.remove(LOCK);
    return tree;
  }

  static void delete(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
