package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Named values under each other, the values aligned.
final class Facts {
  private final Surroundings surroundings;
  private final Map<String, String> facts = new LinkedHashMap<>();

  Facts(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Facts add(String name, @Nullable String value) {
    facts.put(name, Words.plain(value));
    return this;
  }

  Facts addUnless(boolean absent, String name, @Nullable String value) {
    return absent ? this : add(name, value);
  }

  String instant(long epochSecond) {
    long now = surroundings.time().epochSeconds();
    return Words.instant(epochSecond) + " (" + Words.distance(epochSecond, now) + ")";
  }

  List<String> lines() {
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    boolean coloured = surroundings.isOutColoured();
    var lines = new ArrayList<String>(facts.size());
    facts.forEach((name, value) -> {
      String padded = name + " ".repeat(width - name.length());
      lines.add((coloured ? Tone.FAINT.paint(padded) : padded) + "  " + value);
    });
    return lines;
  }
}
