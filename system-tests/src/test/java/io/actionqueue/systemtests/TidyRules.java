package io.actionqueue.systemtests;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rules about files, each a function from files to violations, one sentence a violation.
final class TidyRules {

  static final String FILE_LINES = "file-lines";
  static final String METHOD_LINES = "method-lines";
  static final String PARAMETERS = "parameters";
  static final String LARGE_FILE = "large-file";
  static final Set<String> RULES = Set.of(FILE_LINES, METHOD_LINES, PARAMETERS, LARGE_FILE);

  /// Beyond the soft limit a file must be listed; beyond the hard limit no list helps.
  static final int FILE_LINES_SOFT = 400;

  static final int FILE_LINES_HARD = 600;
  static final int METHOD_LINES_MAX = 60;
  static final int PARAMETERS_MAX = 5;

  /// The formatter wraps at 100; this is for what it cannot wrap, such as long strings.
  static final int LINE_COLUMNS_MAX = 120;

  static final int FILE_BYTES_MAX = 1 << 20;

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static final Pattern WITH_ISSUE = Pattern.compile("\\b(TODO|FIXME|XXX)\\b ?\\(?#\\d+");
  private static final Pattern WAITING = Pattern.compile("\\bThread\\.sleep\\b|@Disabled\\b");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w./$~}:*-])/(?:work|root|home|Users)/[A-Za-z_]");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");
  private static final Pattern CODE_SPAN = Pattern.compile("`[^`\n]*`");

  private TidyRules() {}

  static List<String> longFiles(List<RepositoryFile> files, Exceptions exceptions) {
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      int lines = file.isJava() ? file.lines().size() : 0;
      if (lines > FILE_LINES_HARD) {
        found.add(file.path() + ": " + lines + " lines, at most " + FILE_LINES_HARD);
      } else if (lines > FILE_LINES_SOFT) {
        check(FILE_LINES, file.path(), lines, FILE_LINES_SOFT, exceptions).ifPresent(found::add);
      }
    }
    return found;
  }

  static List<String> longMethods(List<JavaMethods.Method> methods, Exceptions exceptions) {
    List<String> found = new ArrayList<>();
    for (JavaMethods.Method method : methods) {
      if (method.lines() > METHOD_LINES_MAX) {
        int lines = (int) method.lines();
        check(METHOD_LINES, method.place(), lines, METHOD_LINES_MAX, exceptions)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  static List<String> manyParameters(List<JavaMethods.Method> methods, Exceptions exceptions) {
    List<String> found = new ArrayList<>();
    for (JavaMethods.Method method : methods) {
      if (method.parameters() > PARAMETERS_MAX) {
        int parameters = method.parameters();
        check(PARAMETERS, method.place(), parameters, PARAMETERS_MAX, exceptions)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /// A limit holds unless an exception raises it; an exception that is a tenth too high is to be
  /// lowered.
  private static Optional<String> check(
      String rule, String place, int value, int limit, Exceptions exceptions) {
    int allowed = exceptions.find(rule, place).map(Exceptions.Entry::limit).orElse(limit);
    if (value > allowed) {
      return Optional.of(place + ": " + rule + " is " + value + ", at most " + allowed);
    }
    if (value < allowed - allowed / 10) {
      return Optional.of("exceptions.txt: lower " + rule + " of " + place + " to " + value);
    }
    return Optional.empty();
  }

  static List<String> wideLines(List<RepositoryFile> files) {
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      List<String> lines = file.isJava() ? file.lines() : List.of();
      for (int i = 0; i < lines.size(); i++) {
        int columns = lines.get(i).codePointCount(0, lines.get(i).length());
        if (columns > LINE_COLUMNS_MAX) {
          found.add(place(file, i) + ": " + columns + " columns, at most " + LINE_COLUMNS_MAX);
        }
      }
    }
    return found;
  }

  static List<String> unfinishedWithoutIssue(List<RepositoryFile> files) {
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      if (file.isText() && !file.path().startsWith("system-tests/")) {
        eachLine(file, UNFINISHED, WITH_ISSUE, "names no issue, as in #12", found);
      }
    }
    return found;
  }

  static List<String> waitingTests(List<RepositoryFile> files) {
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      if (file.isTestJava() && !file.name().startsWith("Tidy")) {
        eachLine(file, WAITING, null, "tests use simulated time, and all of them run", found);
      }
    }
    return found;
  }

  static List<String> machinePaths(List<RepositoryFile> files) {
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      if (file.isText()) {
        eachLine(file, MACHINE_PATH, null, "names a folder of one machine", found);
      }
    }
    return found;
  }

  private static void eachLine(
      RepositoryFile file,
      Pattern wrong,
      @org.jspecify.annotations.Nullable Pattern right,
      String why,
      List<String> found) {
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (wrong.matcher(line).find() && (right == null || !right.matcher(line).find())) {
        found.add(place(file, i) + ": " + why + ": " + line.strip());
      }
    }
  }

  static List<String> largeFiles(List<RepositoryFile> files, Exceptions exceptions) {
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      boolean golden =
          file.path().contains("/golden/") || file.path().contains("/src/test/resources/format/");
      if (file.bytes().length > FILE_BYTES_MAX
          && !golden
          && !exceptions.allows(LARGE_FILE, file.path())) {
        found.add(file.path() + ": " + file.bytes().length + " bytes, at most " + FILE_BYTES_MAX);
      }
    }
    return found;
  }

  static List<String> carelessEndings(List<RepositoryFile> files) {
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      if (!file.isText() || file.bytes().length == 0 || file.path().contains("/resources/")) {
        continue;
      }
      String text = file.text();
      if (text.indexOf('\r') >= 0) {
        found.add(file.path() + ": has carriage returns");
      }
      if (!text.endsWith("\n") || text.endsWith("\n\n")) {
        found.add(file.path() + ": does not end with exactly one newline");
      }
    }
    return found;
  }

  /// Packages and modules say what they are, and that null is an exception.
  static List<String> undescribedPackages(List<RepositoryFile> files) {
    TreeMap<String, String> described = new TreeMap<>();
    TreeSet<String> folders = new TreeSet<>();
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      if (!file.isMainJava()) {
        continue;
      }
      if (file.name().equals("module-info.java")) {
        if (!file.text().contains("@NullMarked")) {
          found.add(file.path() + ": is not @NullMarked");
        }
        continue;
      }
      folders.add(file.folder());
      if (file.name().equals("package-info.java")) {
        described.put(file.folder(), file.text());
      }
    }
    for (String folder : folders) {
      String text = described.getOrDefault(folder, "");
      if (!text.contains("@NullMarked")) {
        found.add(folder + "/package-info.java: is missing or not @NullMarked");
      } else if (!text.startsWith("///")) {
        found.add(folder + "/package-info.java: does not begin with what the package is");
      }
    }
    return found;
  }

  static List<String> deadLinks(List<RepositoryFile> files) {
    Set<String> known = new TreeSet<>();
    for (RepositoryFile file : files) {
      known.add(file.path());
      for (String folder = file.folder(); !folder.isEmpty(); folder = parent(folder)) {
        known.add(folder);
      }
    }
    List<String> found = new ArrayList<>();
    for (RepositoryFile file : files) {
      if (file.path().endsWith(".md")) {
        Matcher link = LINK.matcher(CODE_SPAN.matcher(file.text()).replaceAll(""));
        while (link.find()) {
          String target = link.group(1);
          if (!target.contains(":") && !known.contains(resolve(file.folder(), target))) {
            found.add(file.path() + ": leads nowhere: " + target);
          }
        }
      }
    }
    return found;
  }

  private static String resolve(String folder, String target) {
    String base = target.startsWith("/") ? "" : folder + "/";
    java.nio.file.Path path = java.nio.file.Path.of("/" + base + target).normalize();
    return path.toString().substring(1);
  }

  private static String parent(String folder) {
    return folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : "";
  }

  private static String place(RepositoryFile file, int index) {
    return file.path() + ":" + (index + 1);
  }
}
