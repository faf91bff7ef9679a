package io.actionqueue.systemtests;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// One file of the repository.
///
/// @param path where it stands, relative to the root, with slashes
/// @param bytes what it holds
record RepositoryFile(String path, byte[] bytes) {

  private static final Set<String> TEXT_ENDINGS =
      Set.of(
          "java",
          "xml",
          "md",
          "txt",
          "yml",
          "yaml",
          "json",
          "toml",
          "properties",
          "html",
          "css",
          "js",
          "svg",
          "sh",
          "config",
          "gitignore",
          "editorconfig");

  /// A file of the given text, for tests of the rules themselves.
  static RepositoryFile of(String path, String text) {
    return new RepositoryFile(path, text.getBytes(StandardCharsets.UTF_8));
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return text().lines().toList();
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The folder that holds this file, relative to the root; empty for the root.
  String folder() {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isMainJava() {
    return isJava() && path.contains("/src/main/java/");
  }

  boolean isTestJava() {
    return isJava() && path.contains("/src/test/java/");
  }

  /// Whether people write and read it as text; scripts have no ending and begin with `#!`.
  boolean isText() {
    String ending = name().substring(name().lastIndexOf('.') + 1);
    return TEXT_ENDINGS.contains(ending)
        || (bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!');
  }
}
