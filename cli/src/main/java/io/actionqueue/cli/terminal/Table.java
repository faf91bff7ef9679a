package io.actionqueue.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under headings, columns aligned, two blanks between them. On a narrow terminal the widest
/// columns of free text are cut with an ellipsis, as far as that helps. Confined to one thread.
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

  /// As narrow as free text may become.
  private static final int LEAST_WIDTH = 8;

  private final List<String> headings;
  private final List<List<Cell>> rows = new ArrayList<>();
  private final boolean[] right;
  private final boolean[] free;

  private Table(List<String> headings) {
    this.headings = headings;
    this.right = new boolean[headings.size()];
    this.free = new boolean[headings.size()];
  }

  /// A table; a heading that begins with `>` is that of a column of numbers, aligned to the right,
  /// one that begins with `~` that of free text, which may be cut.
  public static Table of(String... headings) {
    var names = new ArrayList<String>(headings.length);
    for (String heading : headings) {
      boolean marked = heading.startsWith(">") || heading.startsWith("~");
      names.add(marked ? heading.substring(1) : heading);
    }
    var table = new Table(List.copyOf(names));
    for (int i = 0; i < headings.length; i++) {
      table.right[i] = headings[i].startsWith(">");
      table.free[i] = headings[i].startsWith("~");
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

  /// The lines as they suit where results go, without blanks at their ends.
  public List<String> lines(Surroundings surroundings) {
    return lines(surroundings.isOutColoured(), surroundings.outWidth());
  }

  /// The lines in full, without blanks at their ends.
  ///
  /// @param coloured whether tones show
  public List<String> lines(boolean coloured) {
    return lines(coloured, Integer.MAX_VALUE);
  }

  private List<String> lines(boolean coloured, int limit) {
    int[] widths = widths();
    narrow(widths, limit);
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

  /// Makes columns of free text narrower, the widest first, none narrower than its heading or
  /// [#LEAST_WIDTH].
  private void narrow(int[] widths, int limit) {
    int excess = Arrays.stream(widths).sum() + 2 * (widths.length - 1) - limit;
    while (excess > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (free[i] && widths[i] > least(i) && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      excess--;
    }
  }

  private int least(int column) {
    return Math.max(LEAST_WIDTH, width(headings.get(column)));
  }

  private static String cut(String text, int width) {
    return width(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  private String line(List<Cell> cells, int[] widths, boolean coloured) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      String plain = cut(cell.text(), widths[i]);
      String text = coloured ? cell.tone().paint(plain) : plain;
      String padding = " ".repeat(widths[i] - width(plain));
      line.append(i == 0 ? "" : "  ");
      line.append(right[i] ? padding + text : text + padding);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
