package io.actionqueue.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.SnakeCase;
import io.actionqueue.core.command.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every refusal has a status.
class ErrorCodesTest {
  @Test
  void everyRejectionOfTheCoreHasACode() {
    List<Class<?>> kinds = leaves(Rejection.class);

    assertThat(kinds).hasSizeGreaterThan(50);
    for (Class<?> kind : kinds) {
      assertThat(ErrorCode.find(SnakeCase.of(kind.getSimpleName())))
          .as(kind.getSimpleName())
          .isPresent();
    }
  }

  @Test
  void everyFailureOfTheEngineHasACode() {
    for (String code :
        List.of("outcome_unknown", "engine_failed", "engine_closed", "backpressure")) {
      assertThat(ErrorCode.find(code)).as(code).isPresent();
    }
  }

  @Test
  void statusesAreErrors() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(code.status()).as(code.code()).isBetween(400, 599);
      assertThat(ErrorCode.find(code.code())).contains(code);
    }
  }

  @Test
  void unknownCodeIsABrokenRule() {
    assertThat(Statuses.of(new ErrorBody("of_a_later_version", "m", Map.of()))).isEqualTo(422);
  }

  private static List<Class<?>> leaves(Class<?> sealed) {
    List<Class<?>> leaves = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        leaves.addAll(leaves(permitted));
      } else {
        leaves.add(permitted);
      }
    }
    return leaves;
  }
}
