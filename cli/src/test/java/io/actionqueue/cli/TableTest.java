package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Tables on terminals of several widths.
final class TableTest {
  private static List<String> lines(Table table, int columns, boolean terminal) {
    return table.lines(
        Surroundings.builder()
            .environment(Map.of("NO_COLOR", "1"))
            .terminals(terminal, terminal)
            .columns(columns)
            .build());
  }

  private static Table table() {
    return Table.of("ID", "~NAME", ">N", "~ERROR")
        .row(Cell.of("0123456789"), Cell.of("n".repeat(20)), Cell.of(7), Cell.of("e".repeat(30)))
        .row(Cell.of("x"), Cell.of("short"), Cell.of(12), Cell.of("also short"));
  }

  @Test
  void widestFreeTextIsCutFirst() {
    assertThat(lines(table(), 60, true))
        .containsExactly(
            "ID          NAME                   N  ERROR",
            "0123456789  nnnnnnnnnnnnnnnnnnnn   7  " + "e".repeat(21) + "…",
            "x           short                 12  also short");
    assertThat(lines(table(), 48, true).get(1))
        .isEqualTo("0123456789  " + "n".repeat(14) + "…   7  " + "e".repeat(14) + "…");
  }

  @Test
  void noColumnBecomesUnreadableAndOthersAreNeverCut() {
    assertThat(lines(table(), 10, true).get(1)).isEqualTo("0123456789  nnnnnnn…   7  eeeeeee…");
  }

  @Test
  void nothingIsCutWhereItFitsWhereNobodyLooksOrWhereTheWidthIsNotKnown() {
    List<String> full = table().lines(false);
    assertThat(lines(table(), 68, true)).isEqualTo(full);
    assertThat(lines(table(), 10, false)).isEqualTo(full);
    assertThat(lines(table(), 0, true)).isEqualTo(full);
  }

  @Test
  void charactersBeyondTheBasicPlaneAreNotTornApart() {
    Table table = Table.of("~TEXT").row(Cell.of("\uD83D\uDE00".repeat(12)));
    assertThat(lines(table, 9, true).get(1)).isEqualTo("\uD83D\uDE00".repeat(8) + "…");
  }
}
