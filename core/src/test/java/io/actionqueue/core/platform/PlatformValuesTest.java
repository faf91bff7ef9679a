package io.actionqueue.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.budget.BudgetDimension;
import org.junit.jupiter.api.Test;

/// Roles, capabilities and the enumerations beside them (spec 02 §2.2, §2.9).
class PlatformValuesTest {
  @Test
  void builtInCapabilitiesHaveTheirWireOrderAndKeys() {
    assertThat(Capability.BUILT_IN)
        .extracting(Capability::key)
        .containsExactly("CanSubmit", "CanExecute", "CanReview", "CanApprove", "CanCancel");
  }

  @Test
  void customCapabilitiesHaveANamespaceOfTheirOwn() {
    var custom = new Capability.Custom("CanSubmit");

    assertThat(custom.key()).isEqualTo("Custom:CanSubmit");
    assertThat(custom.name()).isEqualTo("CanSubmit");
    assertThat(custom).isNotEqualTo(Capability.CAN_SUBMIT);
    assertThatThrownBy(() -> new Capability.Named("CanFly"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rolesAreThreeOrCustom() {
    assertThat(Role.OPERATOR.name()).isEqualTo("Operator");
    assertThat(Role.AUDITOR).isEqualTo(new Role.Named("Auditor"));
    assertThat(Role.GATEKEEPER).isNotEqualTo(new Role.Custom("Gatekeeper"));
    assertThatThrownBy(() -> new Role.Named("Pilot")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void budgetDimensionsHaveTheirOrdinalsAndNames() {
    assertThat(BudgetDimension.values())
        .extracting(BudgetDimension::wireName)
        .containsExactly("Token", "CostCents", "TimeSecs");
    assertThat(BudgetDimension.values())
        .extracting(BudgetDimension::label)
        .containsExactly("token", "cost_cents", "time_secs");
  }
}
