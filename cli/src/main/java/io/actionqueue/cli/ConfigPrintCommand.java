package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// The daemon's settings and where each comes from.
@Command(
    name = "print",
    sortOptions = false,
    header = "Print every setting and where it comes from.",
    description = {
      "Takes the flags of 'daemon'. Flags go over ACTIONQUEUE_... variables, these over the file,",
      "the file over defaults. Exits 3 if a daemon would not start with these settings."
    })
final class ConfigPrintCommand extends ConfiguredCommand {
  ConfigPrintCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    DaemonConfig config = configuration();
    validate(config);
    return print(new Answer(() -> document(config), () -> text(config)));
  }

  private static Map<String, @Nullable Object> document(DaemonConfig config) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    var origins = new LinkedHashMap<String, @Nullable Object>();
    for (ConfigKey key : ConfigKey.values()) {
      values.put(key.key(), config.text(key));
      origins.put(key.key(), config.origin(key));
    }
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("command", "config print");
    document.put("config", values);
    document.put("origin", origins);
    document.put("notes", List.of(ConfigKey.TICK_INTERVAL_MS.key() + " drives nothing"));
    return document;
  }

  private List<String> text(DaemonConfig config) {
    var table = Table.of("KEY", "~VALUE", "FROM");
    for (ConfigKey key : ConfigKey.values()) {
      String origin = config.origin(key);
      table.row(
          Cell.of(key.key()),
          Cell.of(config.text(key).isEmpty() ? "-" : Words.plain(config.text(key))),
          Cell.of(origin, origin.equals("default") ? Tone.FAINT : Tone.STRONG));
    }
    var lines = new ArrayList<>(table.lines(surroundings));
    lines.add("");
    lines.add(
        ConfigKey.TICK_INTERVAL_MS.key()
            + " is accepted for the sake of old configurations and drives nothing.");
    return lines;
  }
}
