package io.actionqueue.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.testkit.Seeds;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a caller sends, a parser answers with a value or with a refusal that has a code: never
/// in another way.
class ParsersProperty {
  private static final int SEEDS = 2;
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String[] QUERY_PARTS = {
    "limit",
    "offset",
    "state",
    "task_id",
    "tag",
    "wait",
    "=",
    "&",
    "+",
    "-",
    "%",
    "%20",
    "%zz",
    "0",
    "1",
    "1000",
    "1001",
    "18446744073709551616",
    "Ready",
    "\u00fc",
    " ",
    "==",
    "x".repeat(70),
    "11111111-1111-1111-1111-111111111111"
  };

  private static final List<String> FIELDS =
      List.of(
          "id",
          "payload",
          "payload_base64",
          "payload_text",
          "payload_json",
          "content_type",
          "run_policy",
          "constraints",
          "metadata",
          "parent_task_id",
          "tenant_id",
          "dependencies",
          "action",
          "idempotency_key",
          "max_attempts",
          "timeout_secs",
          "concurrency_key",
          "concurrency_key_hold_policy",
          "safety_level",
          "required_capabilities",
          "tags",
          "priority",
          "description",
          "Repeat",
          "Cron",
          "count",
          "interval_secs",
          "expression",
          "max_occurrences",
          "other");

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "Once",
          "repeat:1:1",
          "cron:@daily",
          "repeat:x:1",
          "aGk=",
          "aG",
          "11111111-1111-1111-1111-111111111111",
          "00000000-0000-0000-0000-000000000000",
          "Pure",
          "HoldDuringRetry",
          "\u0000",
          "\ud83d\ude00",
          "x".repeat(300),
          "0 0 0 * * * *");

  @Test
  void anyQueryIsReadOrRefused() {
    Seeds.checkSeeds(SEEDS, seed -> readQueryIsReadOrRefused(new Random(seed)));
  }

  private static void readQueryIsReadOrRefused(Random random) {
    for (int i = 0; i < 5_000; i++) {
      var query = new StringBuilder();
      int parts = random.nextInt(10);
      for (int k = 0; k < parts; k++) {
        query.append(QUERY_PARTS[random.nextInt(QUERY_PARTS.length)]);
      }
      String text = query.toString();
      check(i, text, () -> ListQuery.tasks(text));
      check(i, text, () -> ListQuery.runs(text, null));
      check(i, text, () -> ListQuery.await(text));
    }
  }

  @Test
  void everySliceInRangeIsReadAsItIs() {
    Seeds.checkSeeds(SEEDS, seed -> checkSliceInRangeIsReadAsItIs(new Random(seed)));
  }

  private static void checkSliceInRangeIsReadAsItIs(Random random) {
    for (int i = 0; i < 1_000; i++) {
      int limit = 1 + random.nextInt(1000);
      long offset = random.nextLong() >>> 1;
      String text = "x=1&limit=" + limit + "&&offset=" + offset + "&y";

      assertThat(Pagination.parse(QueryText.pieces(text)))
          .as("round %d", i)
          .isEqualTo(new Pagination(limit, offset));
    }
  }

  @Test
  void anyBodyIsReadOrRefused() {
    Seeds.checkSeeds(SEEDS, seed -> readBodyIsReadOrRefused(new Random(seed)));
  }

  private static void readBodyIsReadOrRefused(Random random) {
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      JsonNode body = object(random, 0);
      String key = random.nextInt(4) == 0 ? text(random) : null;
      if (check(i, body.toString(), () -> SubmissionReader.read(body, key))) {
        read++;
      }
    }
    assertThat(read).as("bodies that were read").isGreaterThan(20);
  }

  @Test
  void anyBytesAreJsonOrRefused() {
    Seeds.checkSeeds(SEEDS, seed -> readBytesAreJsonOrRefused(new Random(seed)));
  }

  private static void readBytesAreJsonOrRefused(Random random) {
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = object(random, 0).toString().getBytes(StandardCharsets.UTF_8);
      for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(WireJson.tree(bytes)).isNotNull();
      } catch (JacksonException expected) {
        assertThat(expected.getOriginalMessage()).as("round %d", i).isNotNull();
      }
    }
  }

  /// @return whether the input was read
  private static boolean check(int round, String input, Runnable parser) {
    try {
      parser.run();
      return true;
    } catch (ApiException refusal) {
      assertThat(refusal.body().code()).as("round %d: %s", round, input).isPresent();
    } catch (InvalidValue refusal) {
      assertThat(ErrorCode.find(refusal.code()))
          .as("round %d: %s: %s", round, input, refusal.code())
          .isPresent();
    } catch (RuntimeException defect) {
      throw new AssertionError("round " + round + ": " + input, defect);
    }
    return false;
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode node = JSON.createObjectNode();
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      node.set(FIELDS.get(random.nextInt(FIELDS.size())), value(random, depth + 1));
    }
    return node;
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0, 1 -> JSON.getNodeFactory().stringNode(text(random));
      case 2 -> JSON.getNodeFactory().numberNode(random.nextInt(5) - 1);
      case 3 -> JSON.getNodeFactory().numberNode(new BigInteger(80, random));
      case 4 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 5 -> random.nextBoolean() ? JSON.nullNode() : JSON.getNodeFactory().numberNode(1.5);
      case 6 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static ArrayNode array(Random random, int depth) {
    ArrayNode array = JSON.createArrayNode();
    List<JsonNode> values = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      values.add(value(random, depth + 1));
    }
    array.addAll(values);
    return array;
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
