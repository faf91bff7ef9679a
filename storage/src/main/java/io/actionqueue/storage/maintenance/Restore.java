package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.BackupUnsound;
import io.actionqueue.storage.recovery.Store;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Makes a directory out of a backup. Each file is held against the manifest while it is copied,
/// and the state against the digest at the end.
final class Restore {
  private final Place place;
  private final Path backup;

  private Restore(Place place, Path backup) {
    this.place = place;
    this.backup = backup;
  }

  static Restore of(Place place, Path backup) {
    return new Restore(place, backup);
  }

  BackupReport run() throws IOException {
    long begin = place.time().monotonicNanos();
    if (!place.files().isDirectory(backup)) {
      throw new NoSuchFileException(backup.toString(), null, "no such backup");
    }
    Manifest manifest = Manifest.read(place.files(), backup);
    // Each file is read, written, read for the digest, and read by the opening.
    place.progress().expect(4 * manifest.bytes());
    Transfer transfer = Transfer.begin(place.files(), place.root());
    try {
      for (Manifest.Entry entry : manifest.files()) {
        copy(transfer, entry);
      }
      transfer.finish();
      check(manifest);
    } catch (IOException failed) {
      transfer.abandon();
      throw failed;
    }
    return new BackupReport(
        place.root(),
        manifest.sequence(),
        manifest.digest(),
        manifest.files().size(),
        manifest.bytes(),
        (place.time().monotonicNanos() - begin) / 1e9);
  }

  private void copy(Transfer transfer, Manifest.Entry entry) throws IOException {
    Path source = backup.resolve(entry.path());
    Path target = place.root().resolve(entry.path());
    Path as = target.equals(place.layout().log()) ? transfer.activeCopy() : target;
    long crc32;
    try {
      crc32 = transfer.copy(place.files(), source, as);
    } catch (NoSuchFileException _) {
      throw new BackupUnsound(source, "is missing");
    }
    try (FileHandle file = place.files().open(as, OpenMode.READ)) {
      if (file.size() != entry.bytes() || crc32 != entry.crc32()) {
        throw new BackupUnsound(
            source,
            "is not what was backed up: %d bytes with checksum %08x, not %d with %08x"
                .formatted(file.size(), crc32, entry.bytes(), entry.crc32()));
      }
    }
  }

  private void check(Manifest manifest) throws IOException {
    var digest = new ContentDigest();
    for (Manifest.Entry entry : manifest.files()) {
      var _ = digest.add(place.files(), place.root(), place.root().resolve(entry.path()));
    }
    Store.Loaded loaded = Store.load(place.files(), place.time(), place.root());
    if (loaded.state().latestSequence() != manifest.sequence()
        || !digest.hex().equals(manifest.digest())) {
      throw new BackupUnsound(
          backup.resolve(Manifest.NAME), "tells of another state than the files hold");
    }
  }
}
