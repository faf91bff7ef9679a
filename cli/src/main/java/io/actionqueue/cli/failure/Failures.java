package io.actionqueue.cli.failure;

import io.actionqueue.client.ClientException;
import io.actionqueue.storage.DirectoryLocked;
import io.actionqueue.storage.DiskFull;
import io.actionqueue.storage.NotAStore;
import io.actionqueue.storage.NotExpressible;
import io.actionqueue.storage.SequenceUnavailable;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.SyncFailed;
import io.actionqueue.storage.TargetNotEmpty;
import io.actionqueue.storage.WriteFailed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What failures of other modules are called on the command line.
public final class Failures {
  private Failures() {}

  /// A data directory that could not be opened or read.
  public static CliFailure opening(IOException cause) {
    String code =
        switch (cause) {
          case DirectoryLocked locked -> locked.code();
          case NotAStore other -> other.code();
          case IOException _ -> "storage_bootstrap_failed";
        };
    return CliFailure.runtime(code, sentence(cause));
  }

  /// A tool on the files of a directory that could not do its work. What the files say or lack is a
  /// broken rule where nothing is wrong with them.
  public static CliFailure tool(IOException cause) {
    return switch (cause) {
      case TargetNotEmpty rule -> CliFailure.validation(rule.code(), sentence(rule));
      case NotExpressible rule -> CliFailure.validation(rule.code(), sentence(rule));
      case SequenceUnavailable rule -> CliFailure.validation(rule.code(), sentence(rule));
      case StorageException failure -> CliFailure.runtime(failure.code(), sentence(failure));
      case IOException _ -> CliFailure.runtime("storage_bootstrap_failed", sentence(cause));
    };
  }

  /// A change that could not be made durable. After a failed sync it may stand in the log: the next
  /// opening tells.
  public static CliFailure writing(IOException cause) {
    String code =
        switch (cause) {
          case SyncFailed _ -> "wal_partial_durability";
          case WriteFailed _, DiskFull _ -> "wal_append_failed";
          case StorageException other -> other.code();
          case IOException _ -> "wal_append_failed";
        };
    return CliFailure.runtime(code, sentence(cause));
  }

  /// A call to a daemon that gave no answer, or a refusal.
  public static CliFailure calling(ClientException cause) {
    return switch (cause) {
      case ClientException.Refused refused -> refused(refused);
      case ClientException.Unreachable _ ->
          CliFailure.connectivity("daemon_unreachable", sentence(cause));
      case ClientException.Unintelligible _ ->
          CliFailure.connectivity("daemon_unintelligible", sentence(cause));
    };
  }

  private static CliFailure refused(ClientException.Refused refused) {
    FailureKind kind =
        switch (refused.status()) {
          case 401, 403 -> FailureKind.CONNECTIVITY;
          case 429 -> FailureKind.RUNTIME;
          default -> refused.status() < 500 ? FailureKind.VALIDATION : FailureKind.RUNTIME;
        };
    return new CliFailure(kind, refused.code(), refused.body().message());
  }

  /// What an exception says in words that mean something to people.
  public static String sentence(Exception cause) {
    String message = cause.getMessage();
    if (message == null || message.isEmpty()) {
      return cause.getClass().getSimpleName();
    }
    return switch (cause) {
      case AccessDeniedException denied when denied.getReason() == null ->
          message + ": permission denied";
      case NoSuchFileException missing when missing.getReason() == null ->
          message + ": no such file or directory";
      case FileAlreadyExistsException taken when taken.getReason() == null ->
          message + ": is in the way";
      case NotDirectoryException _ -> message + ": is not a directory";
      default -> message;
    };
  }
}
