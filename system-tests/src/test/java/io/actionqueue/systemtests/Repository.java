package io.actionqueue.systemtests;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The source tree that the tests run in: what people write, without what builds and editors make.
final class Repository {

  private static final Set<String> FOREIGN_FOLDERS =
      Set.of(".git", ".idea", ".vscode", ".settings", "node_modules");

  private Repository() {}

  /// The folder that holds the root pom and `verify`.
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("verify")) || !Files.exists(folder.resolve(".mvn"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "not inside the source tree: " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  /// Every file, in the order of its path.
  static List<RepositoryFile> files() {
    Path root = root();
    List<RepositoryFile> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return isForeign(root, folder)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (attributes.isRegularFile() && !isMadeByBuild(file)) {
                String path = root.relativize(file).toString().replace('\\', '/');
                found.add(new RepositoryFile(path, Files.readAllBytes(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    found.sort(Comparator.comparing(RepositoryFile::path));
    return List.copyOf(found);
  }

  private static boolean isForeign(Path root, Path folder) {
    if (folder.equals(root)) {
      return false;
    }
    String name = folder.getFileName().toString();
    boolean output = name.equals("target") || name.startsWith("target-");
    return FOREIGN_FOLDERS.contains(name)
        || (output && Files.exists(folder.resolveSibling("pom.xml")));
  }

  private static boolean isMadeByBuild(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".class") || name.endsWith(".iml") || name.startsWith("hs_err_pid");
  }
}
