package io.actionqueue.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/// The process's own streams. `System.out` would hide why a write failed.
final class SystemStreams {
  private static final int BUFFER_BYTES = 1 << 13;

  private SystemStreams() {}

  static OutputStream out() {
    return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
  }

  static OutputStream err() {
    return new FileOutputStream(FileDescriptor.err);
  }
}
