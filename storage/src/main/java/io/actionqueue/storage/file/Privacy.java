package io.actionqueue.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Who may look into a data directory. What is created there is for its owner alone (`rwx------`
/// and `rw-------`) where the file system knows permissions of POSIX; what is there already keeps
/// the permissions that it has.
public final class Privacy {
  private static final FileAttribute<?>[] NONE = {};
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private Privacy() {}

  static FileAttribute<?>[] ofFile(Path path) {
    return permissions(path, "rw-------");
  }

  static FileAttribute<?>[] ofDirectory(Path path) {
    return permissions(path, "rwx------");
  }

  private static FileAttribute<?>[] permissions(Path path, String text) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : NONE;
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /// What a person should know if others than the owner of a directory may enter, list or change
  /// it; empty if they may not, if there is no such directory, or if that cannot be said.
  public static Optional<String> exposure(Path directory) {
    if (!isPosix(directory) || !Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
      return permissions.stream().noneMatch(OTHERS::contains)
          ? Optional.empty()
          : Optional.of(
              "%s is open to others than its owner (%s): chmod 700 %s"
                  .formatted(directory, PosixFilePermissions.toString(permissions), directory));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
