package io.actionqueue.systemtests;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Finds the methods of Java files with the compiler's own parser. Nothing is resolved, so a file
/// is read without what it refers to.
final class JavaMethods {

  /// A method or constructor with a body.
  ///
  /// @param path the file, relative to the root
  /// @param name type and method, `Outer.Inner.method`
  /// @param line the line of its name, from 1
  /// @param lines how many lines it covers from its first modifier or annotation to the last brace
  /// @param parameters how many parameters it takes; 0 for a record's constructor, whose are the
  ///   components
  record Method(String path, String name, long line, long lines, int parameters) {
    /// The name by which the list of exceptions knows it.
    String place() {
      return path + "#" + name;
    }
  }

  private JavaMethods() {}

  static List<Method> of(List<RepositoryFile> files) {
    List<RepositoryFile> sources = files.stream().filter(RepositoryFile::isJava).toList();
    if (sources.isEmpty()) {
      return List.of();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null, null, null, List.of(), null, sources.stream().map(Source::new).toList());
    List<Method> methods = new ArrayList<>();
    try {
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new MethodScanner(unit, trees, methods).scan(unit, "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return methods;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final RepositoryFile file;

    Source(RepositoryFile file) {
      super(URI.create("repository:///" + file.path()), JavaFileObject.Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }

  /// Walks one file; the second argument is the name of the enclosing type.
  private static final class MethodScanner extends TreeScanner<Void, String> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<Method> methods;
    private boolean isOfRecord;

    MethodScanner(CompilationUnitTree unit, Trees trees, List<Method> methods) {
      this.unit = unit;
      this.trees = trees;
      this.methods = methods;
    }

    @Override
    public Void visitClass(ClassTree type, String enclosing) {
      String name = type.getSimpleName().isEmpty() ? "anonymous" : type.getSimpleName().toString();
      boolean outer = isOfRecord;
      isOfRecord = type.getKind() == Tree.Kind.RECORD;
      super.visitClass(type, enclosing.isEmpty() ? name : enclosing + "." + name);
      isOfRecord = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, String enclosing) {
      if (method.getBody() != null) {
        long first = lineAt(trees.getSourcePositions().getStartPosition(unit, method));
        long last = lineAt(trees.getSourcePositions().getEndPosition(unit, method));
        methods.add(
            new Method(
                unit.getSourceFile().toUri().getPath().substring(1),
                enclosing + "." + method.getName(),
                first,
                last - first + 1,
                isOfRecord && method.getReturnType() == null ? 0 : method.getParameters().size()));
      }
      return super.visitMethod(method, enclosing);
    }

    private long lineAt(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
