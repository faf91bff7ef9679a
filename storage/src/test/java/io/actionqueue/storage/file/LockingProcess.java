package io.actionqueue.storage.file;

import io.actionqueue.storage.DirectoryLocked;
import java.io.IOException;
import java.nio.file.Path;

/// Another process that wants a directory. It prints `mine` or why not; told to `hold`, it keeps
/// the directory until it is killed.
final class LockingProcess {
  private LockingProcess() {}

  public static void main(String[] args) throws IOException {
    try (DirectoryLock lock =
        DirectoryLock.acquire(SystemFiles.INSTANCE, Path.of(args[0]), "elsewhere")) {
      System.out.println(lock == null ? "" : "mine");
      System.out.flush();
      if (args[1].equals("hold")) {
        System.in.read();
      }
    } catch (DirectoryLocked e) {
      System.out.println(e.getMessage());
    }
  }
}
