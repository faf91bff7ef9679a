package io.actionqueue.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import org.junit.jupiter.api.Test;

final class IdempotencyKeyTest {
  private static final TenantId TENANT = TenantId.parse("00112233-4455-6677-8899-aabbccddeeff");

  @Test
  void theIdIsTheVersion5UuidOfTenantAndKey() {
    // Python: uuid.uuid5(namespace, (tenant_bytes + key)) with the bytes as they are.
    assertThat(new IdempotencyKey("order-4711").taskId(null))
        .hasToString("6f18468f-6902-5039-bacb-894cbe098e59");
    assertThat(new IdempotencyKey("order-4711").taskId(TENANT))
        .hasToString("a65333bf-9c28-5f46-a2af-39f784a6ce45");
  }

  @Test
  void theKeyIsMeasuredInBytesOfUtf8() {
    assertThat(new IdempotencyKey("ä".repeat(127) + "a").text()).hasSize(128);
    assertThatThrownBy(() -> new IdempotencyKey("ä".repeat(128)))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("has 256");
    assertThatThrownBy(() -> new IdempotencyKey("")).hasMessageContaining("has 0");
  }
}
