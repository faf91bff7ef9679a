package io.actionqueue.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPolicyTextTest {
  @Test
  void formsAreReadInAnyCase() {
    assertThat(RunPolicyText.parse("once")).isEqualTo(RunPolicy.ONCE);
    assertThat(RunPolicyText.parse("ONCE")).isEqualTo(RunPolicy.ONCE);
    assertThat(RunPolicyText.parse("Repeat:3:60")).isEqualTo(new RunPolicy.Repeat(3, 60));
    assertThat(RunPolicyText.parse("cron:0 0 * * * *"))
        .isEqualTo(new RunPolicy.Cron("0 0 * * * *", null));
  }

  @Test
  void canonicalTextIsReadBack() {
    for (RunPolicy policy :
        List.of(RunPolicy.ONCE, new RunPolicy.Repeat(7, 1), new RunPolicy.Cron("@hourly", null))) {
      assertThat(RunPolicyText.parse(policy.canonicalText())).isEqualTo(policy);
    }
  }

  @Test
  void messageQuotesWhatIsWrong() {
    assertThatThrownBy(() -> RunPolicyText.parse("repeat:x:60"))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> RunPolicyText.parse("repeat:3:-1")).hasMessageContaining("'-1'");
    assertThatThrownBy(() -> RunPolicyText.parse("repeat:3:9223372036854775808"))
        .hasMessageContaining("'9223372036854775808'");
    assertThatThrownBy(() -> RunPolicyText.parse("repeat:3:60:1"))
        .hasMessageContaining("repeat:N:SECONDS");
    assertThatThrownBy(() -> RunPolicyText.parse("hourly"))
        .hasMessageContaining("once, repeat:N:SECONDS or cron:EXPR");
  }

  @Test
  void rulesOfThePolicyHold() {
    assertThatThrownBy(() -> RunPolicyText.parse("repeat:0:60"))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("invalid_repeat_count"));
    assertThatThrownBy(() -> RunPolicyText.parse("repeat:1:0"))
        .isInstanceOfSatisfying(
            InvalidValue.class,
            e -> assertThat(e.code()).isEqualTo("invalid_repeat_interval_secs"));
  }
}
