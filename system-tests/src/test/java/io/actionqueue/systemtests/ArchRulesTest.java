package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The rules have teeth: each catches a planted violation, and leaves the innocent neighbour alone.
final class ArchRulesTest {

  private static final String HERE = ArchRulesTest.class.getName();
  private static final Exceptions NONE = Exceptions.parse("");

  @Test
  void packagesBelongToTheirModules() {
    assertThat(Modules.of("io.actionqueue")).isEqualTo("engine");
    assertThat(Modules.of("io.actionqueue.dispatch")).isEqualTo("engine");
    assertThat(Modules.of("io.actionqueue.core.run")).isEqualTo("core");
    assertThat(Modules.of("java.util")).isEmpty();
  }

  @Test
  void coreThatDoesInputOrStartsThreadsIsFound() {
    assertThat(ArchRules.impureCore(planted(Writer.class), type -> true)).isNotEmpty();
    assertThat(ArchRules.impureCore(planted(Starter.class), type -> true)).isNotEmpty();
    assertThat(ArchRules.impureCore(planted(Pure.class), type -> true)).isEmpty();
  }

  @Test
  void readingTheClockIsFoundAlsoByMethodReference() {
    assertThat(ArchRules.clockReaders(planted(Late.class), NONE)).hasSize(1);
    assertThat(ArchRules.clockReaders(planted(LateByReference.class), NONE)).hasSize(1);
    assertThat(ArchRules.clockReaders(planted(Late.class), listed("time"))).isEmpty();
    assertThat(ArchRules.clockReaders(planted(Pure.class), NONE)).isEmpty();
  }

  @Test
  void unseededRandomnessIsFound() {
    assertThat(ArchRules.diceThrowers(planted(Dice.class), NONE)).hasSize(1);
    assertThat(ArchRules.diceThrowers(planted(DiceByReference.class), NONE)).hasSize(1);
    assertThat(ArchRules.diceThrowers(planted(SeededDice.class), NONE)).isEmpty();
  }

  @Test
  void touchingFilesIsFound() {
    assertThat(ArchRules.fileTouchers(planted(Toucher.class), NONE, type -> false)).isNotEmpty();
    assertThat(ArchRules.fileTouchers(planted(Toucher.class), NONE, type -> true)).isEmpty();
    assertThat(ArchRules.fileTouchers(planted(Toucher.class), listed("files"), type -> false))
        .isEmpty();
  }

  @Test
  void printingAndLeavingAreFound() {
    assertThat(ArchRules.consoleUsers(planted(Printer.class), NONE, type -> false)).hasSize(2);
  }

  @Test
  void publicConstructorOfAHiddenTypeIsFound() {
    assertThat(ArchRules.exposedConstructors(planted(Exposed.class), type -> false)).hasSize(1);
    assertThat(ArchRules.exposedConstructors(planted(Exposed.class), type -> true)).isEmpty();
  }

  @Test
  void circlesAreFound() {
    assertThat(Cycles.of(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"))))
        .containsExactly(Set.of("a", "b", "c"));
    assertThat(Cycles.of(Map.of("a", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of("c"))))
        .isEmpty();
  }

  private static Iterable<JavaClass> planted(Class<?> type) {
    return Set.of(new ClassFileImporter().importClass(type));
  }

  private static Exceptions listed(String rule) {
    return Exceptions.parse(rule + " | " + HERE + " | - | because");
  }

  static final class Pure {
    byte[] bytes(String text, Instant now) {
      return (text + now.plusSeconds(1)).getBytes(StandardCharsets.UTF_8);
    }
  }

  static final class Writer {
    Object sink() {
      return new ByteArrayOutputStream();
    }
  }

  static final class Starter {
    Thread thread(Runnable work) {
      return Thread.ofVirtual().unstarted(work);
    }
  }

  static final class Late {
    Instant now() {
      return Instant.now();
    }
  }

  static final class LateByReference {
    final LongSupplier clock = System::nanoTime;
  }

  static final class Dice {
    UUID id() {
      return UUID.randomUUID();
    }
  }

  static final class DiceByReference {
    final Supplier<Random> source = Random::new;
  }

  static final class SeededDice {
    Random source() {
      return new Random(7);
    }
  }

  static final class Toucher {
    boolean exists(Path path) {
      return Files.exists(path);
    }
  }

  static final class Printer {
    void leave() {
      System.out.println();
      System.exit(1);
    }
  }

  public static final class Exposed {
    public Exposed() {}
  }
}
