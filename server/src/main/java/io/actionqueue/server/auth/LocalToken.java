package io.actionqueue.server.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The token of this machine's users who may read the data directory: plain text in a file of mode
/// 0600, made by the first start.
public final class LocalToken {
  private static final Logger LOG = LoggerFactory.getLogger(LocalToken.class);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private LocalToken() {}

  /// The token in the file; a fresh one is written if there is no file.
  ///
  /// @throws IOException if the file cannot be read or written, or is empty
  public static String loadOrCreate(Path file) throws IOException {
    try {
      create(file);
    } catch (FileAlreadyExistsException _) {
      tighten(file);
    }
    String token = Files.readString(file).strip();
    if (token.isEmpty()) {
      throw new IOException(file + " is empty; delete it to have a new token made");
    }
    return token;
  }

  private static void create(Path file) throws IOException {
    FileAttribute<?>[] attributes =
        isPosix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Files.createFile(file, attributes);
    byte[] text = (SystemSecrets.token() + "\n").getBytes(StandardCharsets.US_ASCII);
    Files.write(file, text, StandardOpenOption.WRITE);
  }

  private static void tighten(Path file) throws IOException {
    if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      LOG.warn("{} was open to others; its mode is 0600 now", file);
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
