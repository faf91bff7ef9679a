package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// The SHA-256 digest of files behind each other, read piece by piece. Confined to one thread.
final class ContentDigest {
  private static final int PIECE_BYTES = 1 << 20;

  private final MessageDigest digest = sha256();
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);

  /// Takes a file in.
  ///
  /// @param root the directory that the entry's path is below
  /// @return what a manifest says of it
  Manifest.Entry add(FileStore files, Path root, Path file) throws IOException {
    var crc32 = new CRC32();
    long at = 0;
    try (FileHandle in = files.open(file, OpenMode.READ)) {
      piece.clear();
      for (int read = in.read(piece, at); read > 0; read = in.read(piece, at)) {
        piece.flip();
        crc32.update(piece.duplicate());
        digest.update(piece);
        at += read;
        piece.clear();
      }
    }
    String path = root.relativize(file).toString().replace('\\', '/');
    return new Manifest.Entry(at, crc32.getValue(), path);
  }

  /// The digest as 64 hexadecimal digits; nothing can be added then.
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
