package io.actionqueue.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Rows under headings, columns aligned, two blanks between them. Confined to one thread.
public final class Table {
  /// A cell.
  ///
  /// @param text on one line
  /// @param tone how it looks
  public record Cell(String text, Tone tone) {
    /// A cell without a tone of its own.
    public static Cell of(Object value) {
      return new Cell(value.toString(), Tone.PLAIN);
    }

    /// A cell with a tone.
    public static Cell of(Object value, Tone tone) {
      return new Cell(value.toString(), tone);
    }
  }

  private final List<String> headings;
  private final List<List<Cell>> rows = new ArrayList<>();
  private final boolean[] right;

  private Table(List<String> headings) {
    this.headings = headings;
    this.right = new boolean[headings.size()];
  }

  /// A table; a heading that begins with `>` is that of a column of numbers, aligned to the right.
  public static Table of(String... headings) {
    var names = new ArrayList<String>(headings.length);
    for (String heading : headings) {
      names.add(heading.startsWith(">") ? heading.substring(1) : heading);
    }
    var table = new Table(List.copyOf(names));
    for (int i = 0; i < headings.length; i++) {
      table.right[i] = headings[i].startsWith(">");
    }
    return table;
  }

  /// Adds a row; as many cells as there are headings.
  public Table row(Cell... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /// Whether there are no rows.
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// The lines, without blanks at their ends.
  ///
  /// @param coloured whether tones show
  public List<String> lines(boolean coloured) {
    int[] widths = widths();
    var lines = new ArrayList<String>(rows.size() + 1);
    lines.add(
        line(headings.stream().map(name -> Cell.of(name, Tone.STRONG)).toList(), widths, coloured));
    for (List<Cell> row : rows) {
      lines.add(line(row, widths, coloured));
    }
    return lines;
  }

  private int[] widths() {
    var widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(headings.get(i));
      for (List<Cell> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i).text()));
      }
    }
    return widths;
  }

  private String line(List<Cell> cells, int[] widths, boolean coloured) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      String text = coloured ? cell.tone().paint(cell.text()) : cell.text();
      String padding = " ".repeat(widths[i] - width(cell.text()));
      line.append(i == 0 ? "" : "  ");
      line.append(right[i] ? padding + text : text + padding);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
