package io.actionqueue.cli.terminal;

import io.actionqueue.core.port.RandomSource;
import io.actionqueue.core.port.TimeSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The world around one command: streams, environment, clock, dice. Tests bring their own.
public final class Surroundings {
  /// Set by the launcher, which can ask: `out`, `err`, both or neither.
  private static final String TERMINALS = "actionqueue.terminals";

  /// Set by the launcher: how wide the terminal is.
  private static final String COLUMNS = "actionqueue.columns";

  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final Map<String, String> environment;
  private final TimeSource time;
  private final RandomSource random;
  private final boolean outTerminal;
  private final boolean errTerminal;
  private final int columns;

  private Surroundings(Builder builder) {
    in = builder.in;
    out = builder.out;
    err = builder.err;
    environment = Map.copyOf(builder.environment);
    time = builder.time;
    random = builder.random;
    outTerminal = builder.outTerminal;
    errTerminal = builder.errTerminal;
    columns = builder.columns;
  }

  /// Those of this process.
  public static Surroundings ofProcess() {
    String terminals = System.getProperty(TERMINALS, "");
    return builder()
        .streams(System.in, SystemStreams.out(), SystemStreams.err())
        .environment(System.getenv())
        .terminals(terminals.contains("out"), terminals.contains("err"))
        .columns(number(System.getProperty(COLUMNS, "")))
        .build();
  }

  /// Surroundings with this machine's clock and dice, without input, output or environment.
  public static Builder builder() {
    return new Builder();
  }

  /// Standard input.
  public InputStream in() {
    return in;
  }

  /// Where results go.
  public OutputStream out() {
    return out;
  }

  /// Where failures, warnings and progress go.
  public OutputStream err() {
    return err;
  }

  /// An environment variable, null if it is not set or empty.
  public @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /// All environment variables.
  public Map<String, String> environment() {
    return environment;
  }

  /// The clocks.
  public TimeSource time() {
    return time;
  }

  /// Where fresh identifiers come from.
  public RandomSource random() {
    return random;
  }

  /// Whether results may be coloured: a terminal that is not dumb, and no `NO_COLOR`.
  public boolean isOutColoured() {
    return outTerminal && variable("NO_COLOR") == null && !"dumb".equals(variable("TERM"));
  }

  /// Whether results go to a terminal.
  public boolean isOutTerminal() {
    return outTerminal;
  }

  /// How many characters fit on a line of results; without end where they go to no terminal, or to
  /// one that does not say.
  public int outWidth() {
    String wanted = variable("COLUMNS");
    int width = wanted == null ? columns : number(wanted);
    return outTerminal && width > 0 ? width : Integer.MAX_VALUE;
  }

  private static int number(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  /// Whether a person may watch stderr.
  public boolean isErrTerminal() {
    return errTerminal;
  }

  /// Puts surroundings together. Not thread-safe.
  public static final class Builder {
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private Map<String, String> environment = Map.of();
    private TimeSource time = SystemTime.INSTANCE;
    private RandomSource random = new SystemRandom();
    private boolean outTerminal;
    private boolean errTerminal;
    private int columns;

    private Builder() {}

    /// The three standard streams.
    public Builder streams(InputStream input, OutputStream output, OutputStream errors) {
      in = input;
      out = output;
      err = errors;
      return this;
    }

    /// The environment variables.
    public Builder environment(Map<String, String> variables) {
      environment = variables;
      return this;
    }

    /// The clocks.
    public Builder time(TimeSource source) {
      time = source;
      return this;
    }

    /// Where fresh identifiers come from.
    public Builder random(RandomSource source) {
      random = source;
      return this;
    }

    /// Which outputs are terminals.
    public Builder terminals(boolean output, boolean errors) {
      outTerminal = output;
      errTerminal = errors;
      return this;
    }

    /// How wide the terminal is, 0 if that is not known.
    public Builder columns(int width) {
      columns = width;
      return this;
    }

    /// The surroundings.
    public Surroundings build() {
      return new Surroundings(this);
    }
  }
}
