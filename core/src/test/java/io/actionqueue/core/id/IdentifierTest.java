package io.actionqueue.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Identifiers: text forms, order, randomness (spec 02 §2.1).
class IdentifierTest {
  private static final String TEXT = "67e55044-10b1-426f-9247-bb680e5fe0c8";
  private static final TaskId ID = new TaskId(0x67e5504410b1426fL, 0x9247bb680e5fe0c8L);

  /// What every identifier type offers.
  record Type<T extends Identifier>(
      String name,
      BiFunction<Long, Long, T> create,
      Function<UUID, T> fromUuid,
      Function<String, T> parse,
      Function<LongSupplier, T> random) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Type<?>> types() {
    return Stream.of(
        new Type<>("task", TaskId::new, TaskId::of, TaskId::parse, TaskId::random),
        new Type<>("run", RunId::new, RunId::of, RunId::parse, RunId::random),
        new Type<>("attempt", AttemptId::new, AttemptId::of, AttemptId::parse, AttemptId::random),
        new Type<>("actor", ActorId::new, ActorId::of, ActorId::parse, ActorId::random),
        new Type<>("tenant", TenantId::new, TenantId::of, TenantId::parse, TenantId::random),
        new Type<>(
            "entry",
            LedgerEntryId::new,
            LedgerEntryId::of,
            LedgerEntryId::parse,
            LedgerEntryId::random),
        new Type<>(
            "subscription",
            SubscriptionId::new,
            SubscriptionId::of,
            SubscriptionId::parse,
            SubscriptionId::random));
  }

  @ParameterizedTest
  @MethodSource("types")
  @DisplayName("A-146, A-147, A-148, A-149, A-150, A-151: text and UUID round trips")
  void textAndUuidRoundTrip(Type<?> type) {
    for (long seed = 1; seed <= 200; seed++) {
      var random = new SplittableRandom(seed);
      long high = random.nextLong();
      long low = random.nextLong();
      Identifier id = type.create().apply(high, low);
      var uuid = new UUID(high, low);
      assertThat(type.parse().apply(id.toString())).as("seed %d", seed).isEqualTo(id);
      assertThat(id.toString()).isEqualTo(uuid.toString());
      assertThat(type.fromUuid().apply(uuid)).isEqualTo(id).hasSameHashCodeAs(id);
      assertThat(id.toUuid()).isEqualTo(uuid);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  @DisplayName("A-152, A-153, A-154: fresh ids differ and are UUIDs of version 4")
  void freshIdsAreRandomAndOfVersion4(Type<?> type) {
    var random = new SplittableRandom(11);
    Identifier first = type.random().apply(random::nextLong);
    Identifier second = type.random().apply(random::nextLong);

    assertThat(first).isNotEqualTo(second);
    for (long bits : new long[] {0, -1}) {
      UUID uuid = type.random().apply(() -> bits).toUuid();
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void nilIsRepresentable(Type<?> type) {
    assertThat(type.parse().apply("00000000-0000-0000-0000-000000000000").isNil()).isTrue();
    assertThat(type.create().apply(0L, 1L).isNil()).isFalse();
    assertThat(type.create().apply(1L, 0L).isNil()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TEXT,
        "67E55044-10B1-426F-9247-BB680E5FE0C8",
        "67e5504410b1426f9247bb680e5fe0c8",
        "67E5504410B1426F9247BB680E5FE0C8",
        "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
        "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
        "urn:uuid:67E55044-10b1-426f-9247-bb680e5fe0c8"
      })
  void acceptedForms(String text) {
    assertThat(TaskId.parse(text)).isEqualTo(ID).hasToString(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " " + TEXT,
        TEXT + " ",
        "{67e5504410b1426f9247bb680e5fe0c8}",
        "{" + TEXT,
        TEXT + "}",
        "(" + TEXT + ")",
        "{{" + TEXT + "}}",
        "URN:UUID:" + TEXT,
        "urn:UUID:" + TEXT,
        "urn:uuid:67e5504410b1426f9247bb680e5fe0c8",
        "urn:uuid:{" + TEXT + "}",
        "uuid:" + TEXT,
        "67e5504-410b1-426f-9247-bb680e5fe0c8",
        "1-1-1-1-1",
        "67e55044-10b1-426f-9247-bb680e5fe0c",
        "67e55044-10b1-426f-9247-bb680e5fe0c8a",
        "67e55044_10b1_426f_9247_bb680e5fe0c8",
        "67e5504410b1426f9247bb680e5fe0c",
        "67e5504410b1426f9247bb680e5fe0cg",
        "67e5504410b1426f9247bb680e5fe0c８",
        "67e55044-10b1-426f-9247-bb680e5fe0c-",
        "-7e55044-10b1-426f-9247-bb680e5fe0c8"
      })
  void otherFormsAreRefused(String text) {
    assertThatThrownBy(() -> TaskId.parse(text))
        .isInstanceOf(InvalidValue.class)
        .hasMessage("not a UUID for a task id: '" + text + "'")
        .extracting("kind")
        .isEqualTo("MalformedId");
  }

  @Test
  void runIdsAreOrderedByUnsignedBytes() {
    for (long seed = 1; seed <= 2000; seed++) {
      var random = new SplittableRandom(seed);
      long high = random.nextBoolean() ? random.nextLong() : random.nextLong(-1, 2);
      var a = new RunId(high, random.nextLong());
      var b = new RunId(random.nextBoolean() ? high : random.nextLong(), random.nextLong());
      int expected = Integer.signum(Arrays.compareUnsigned(bytes(a), bytes(b)));
      assertThat(Integer.signum(a.compareTo(b))).as("seed %d", seed).isEqualTo(expected);
      assertThat(Integer.signum(a.toString().compareTo(b.toString()))).isEqualTo(expected);
      assertThat(a).isEqualByComparingTo(a);
    }
    assertThat(new RunId(-1, 0)).isGreaterThan(new RunId(Long.MAX_VALUE, -1));
  }

  private static byte[] bytes(RunId id) {
    var buffer = ByteBuffer.allocate(16);
    return buffer.putLong(id.high()).putLong(id.low()).array();
  }

  @Test
  void sequentialIdsHashApart() {
    long distinct =
        LongStream.range(0, 10_000)
            .mapToInt(low -> new TaskId(0, low).hashCode() & 0xffff)
            .distinct()
            .count();

    assertThat(distinct).isGreaterThan(9000);
  }
}
