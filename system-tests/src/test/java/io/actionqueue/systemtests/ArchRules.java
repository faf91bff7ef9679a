package io.actionqueue.systemtests;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rules about classes, each a function from classes to violations, one sentence a violation.
final class ArchRules {

  static final String TIME = "time";
  static final String RANDOM = "random";
  static final String FILES = "files";
  static final String CONSOLE = "console";
  static final Set<String> RULES = Set.of(TIME, RANDOM, FILES, CONSOLE);

  /// What the core must not know. Character sets are no I/O, digests are no security.
  private static final Pattern IMPURE =
      Pattern.compile(
          "java\\.io\\..*|java\\.nio\\.(?!charset\\.).*|java\\.net\\..*|java\\.util\\.concurrent\\..*"
              + "|java\\.lang\\.(Thread|ThreadLocal|ThreadGroup|Process|ProcessBuilder|Runtime)\\b.*");

  private static final Pattern PURE =
      Pattern.compile(
          "java\\.(lang|math|nio|text|time|util)\\..*"
              + "|java\\.security\\.(MessageDigest|NoSuchAlgorithmException)");

  /// What `core.port` may name beside, so that storage can be spoken of.
  private static final Set<String> PORT_VOCABULARY =
      Set.of("java.io.IOException", "java.nio.ByteBuffer", "java.nio.file.Path");

  private static final Pattern TIME_CALL =
      Pattern.compile(
          "java\\.time\\.(Instant|LocalDate|LocalTime|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now"
              + "|java\\.time\\.Clock\\.(system|tick).*"
              + "|java\\.time\\.InstantSource\\.system"
              + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
              + "|java\\.util\\.Date\\.<init>");

  private static final Pattern RANDOM_CALL =
      Pattern.compile(
          "java\\.lang\\.Math\\.random|java\\.util\\.UUID\\.randomUUID"
              + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"
              + "|java\\.util\\.random\\.RandomGenerator\\.(getDefault|of)"
              + "|java\\.security\\.SecureRandom\\.<init>|java\\.util\\.Collections\\.shuffle");

  private static final Pattern FILE_TYPE =
      Pattern.compile(
          "java\\.nio\\.channels\\.\\w*File\\w*|java\\.nio\\.file\\.(Files|FileSystems?)"
              + "|java\\.io\\.(File|RandomAccessFile|FileDescriptor|File\\w*Stream|FileReader|FileWriter)");

  private static final Pattern CONSOLE_ACCESS =
      Pattern.compile("java\\.lang\\.System\\.(out|err|in|exit|console)|java\\.lang\\.IO\\..*");

  private ArchRules() {}

  /// Modules know only the modules that the architecture lists.
  static List<String> wrongNeighbours(Iterable<JavaClass> classes) {
    return dependencies(
        classes,
        dependency -> {
          String from = Modules.of(dependency.getOriginClass());
          String to = Modules.of(dependency.getTargetClass());
          return !to.isEmpty() && !from.equals(to) && !Modules.MAY_KNOW.get(from).contains(to);
        });
  }

  /// The core is values and functions: no I/O, threads, network, logging or JSON.
  static List<String> impureCore(Iterable<JavaClass> classes, Predicate<JavaClass> isCore) {
    return dependencies(
        classes,
        dependency -> {
          String target = elementName(dependency.getTargetClass());
          return isCore.test(dependency.getOriginClass())
              && !isPure(target)
              && !(isPort(dependency.getOriginClass()) && PORT_VOCABULARY.contains(target));
        });
  }

  private static boolean isPure(String target) {
    boolean known =
        PURE.matcher(target).matches()
            || Modules.of(target.substring(0, Math.max(0, target.lastIndexOf('.')))).equals("core")
            || target.startsWith("org.jspecify.annotations.")
            || !target.contains("."); // a primitive
    return known && !IMPURE.matcher(target).matches();
  }

  private static boolean isPort(JavaClass type) {
    return type.getPackageName().equals("io.actionqueue.core.port");
  }

  /// Time comes in as a value or through a port; only classes named System… read the machine's
  /// clock.
  static List<String> clockReaders(Iterable<JavaClass> classes, Exceptions exceptions) {
    return accesses(
        classes,
        TIME,
        exceptions,
        access -> TIME_CALL.matcher(name(access)).matches() && !isSystemAdapter(access));
  }

  /// Randomness comes through a port; only classes named System… make it.
  static List<String> diceThrowers(Iterable<JavaClass> classes, Exceptions exceptions) {
    return accesses(
        classes,
        RANDOM,
        exceptions,
        access ->
            (RANDOM_CALL.matcher(name(access)).matches() || isUnseededRandom(access))
                && !isSystemAdapter(access));
  }

  private static boolean isUnseededRandom(JavaAccess<?> access) {
    return access.getTarget().getFullName().equals("java.util.Random.<init>()")
        || access.getTarget().getFullName().equals("java.util.SplittableRandom.<init>()");
  }

  private static boolean isSystemAdapter(JavaAccess<?> access) {
    String place = place(access.getOriginOwner());
    return place.substring(place.lastIndexOf('.') + 1).startsWith("System");
  }

  /// Files are storage's business; configuration, tokens and payloads are listed exceptions.
  static List<String> fileTouchers(
      Iterable<JavaClass> classes, Exceptions exceptions, Predicate<JavaClass> mayTouch) {
    return dependencies(
        classes,
        dependency ->
            FILE_TYPE.matcher(elementName(dependency.getTargetClass())).matches()
                && !mayTouch.test(dependency.getOriginClass())
                && !exceptions.allows(FILES, place(dependency.getOriginClass())));
  }

  /// A library neither prints nor ends the process.
  static List<String> consoleUsers(
      Iterable<JavaClass> classes, Exceptions exceptions, Predicate<JavaClass> mayPrint) {
    return accesses(
        classes,
        CONSOLE,
        exceptions,
        access ->
            CONSOLE_ACCESS.matcher(name(access)).matches()
                && !mayPrint.test(access.getOriginOwner()));
  }

  /// What is public only for neighbouring packages is made by factories, not by constructors.
  /// Records cannot hide theirs, and annotations of frameworks need theirs.
  static List<String> exposedConstructors(
      Iterable<JavaClass> classes, Predicate<JavaClass> isExported) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isRecord();
      if (visible && !isExported.test(type) && !type.isAssignableTo(Throwable.class)) {
        type.getConstructors().stream()
            .filter(constructor -> constructor.getModifiers().contains(JavaModifier.PUBLIC))
            .forEach(constructor ->
                found.add("public in a hidden package: " + constructor.getFullName()));
      }
    }
    return List.copyOf(found);
  }

  /// Packages that know each other in a circle, one sentence for each group.
  static List<String> packageCycles(Iterable<JavaClass> classes) {
    TreeMap<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : classes) {
      Set<String> targets = uses.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        targets.add(dependency.getTargetClass().getBaseComponentType().getPackageName());
      }
    }
    uses.forEach((name, targets) -> targets.retainAll(uses.keySet()));
    return Cycles.of(uses).stream().map(group -> "packages in a circle: " + group).toList();
  }

  private static List<String> dependencies(
      Iterable<JavaClass> classes, Predicate<Dependency> isWrong) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        if (isWrong.test(dependency)) {
          found.add(dependency.getDescription());
        }
      }
    }
    return List.copyOf(found);
  }

  private static List<String> accesses(
      Iterable<JavaClass> classes,
      String rule,
      Exceptions exceptions,
      Predicate<JavaAccess<?>> isWrong) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      Stream<JavaAccess<?>> all =
          Stream.concat(
              type.getAccessesFromSelf().stream(),
              Stream.concat(
                  type.getMethodReferencesFromSelf().stream(),
                  type.getConstructorReferencesFromSelf().stream()));
      all.filter(isWrong)
          .filter(access -> !exceptions.allows(rule, place(access.getOriginOwner())))
          .forEach(access -> found.add(access.getDescription()));
    }
    return List.copyOf(found);
  }

  private static String name(JavaAccess<?> access) {
    return access.getTarget().getOwner().getName() + "." + access.getTarget().getName();
  }

  private static String elementName(JavaClass type) {
    return type.getBaseComponentType().getName();
  }

  /// The top-level class, by which the list of exceptions knows it.
  static String place(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
