package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parsing against a model of spec 04 §10.1 that knows four flags with values and one without.
///
/// The model walks from left to right: a flag takes the next word whatever it looks like, the last
/// of two values wins, the first thing out of place decides the failure.
final class ParsingProperty {
  /// Words that a careless parser would take for something else.
  private static final List<String> VALUES =
      List.of(
          "v",
          "",
          " ",
          "-",
          "--",
          "-x",
          "--json",
          "--help",
          "-h",
          "--action",
          "stats",
          "submit",
          "=",
          "a=b",
          "@file",
          "@",
          "'q'",
          "\"q\"",
          "\\",
          "$HOME",
          "${sys:user.home}",
          "%n",
          "ä€😀",
          "a\nb",
          "--content-type=x",
          "0",
          "-1");

  private static final List<String> FLAGS =
      List.of("--action", "--content-type", "--concurrency-key", "--key");

  private static final List<String> UNKNOWN =
      List.of("-x", "--bogus", "--act", "--action-x", "-json", "---");

  @TempDir private Path home;
  private int directories;

  @Test
  void everyInvocationIsReadAsTheModelReadsIt() {
    Seeds.check(60, this::oneInvocation);
  }

  private void oneInvocation(SeededRandom random) throws Exception {
    Path directory = home.resolve("d" + directories++);
    var args = new ArrayList<String>(List.of("submit", "--data-dir", directory.toString()));
    int words = random.between(0, 6);
    for (int i = 0; i < words; i++) {
      addWords(args, random);
    }
    if (random.chance(1, 12)) {
      args.add(random.pick(FLAGS)); // its value is missing
    }
    Model model = Model.of(args.subList(3, args.size()));
    Result result = new Cli().run(args.toArray(String[]::new));
    String shown = args + " gave " + result;
    if (model.help) {
      assertThat(result.exit()).as(shown).isZero();
      assertThat(result.out()).as(shown).contains("Usage:");
      return;
    }
    if (model.failure != null) {
      assertThat(result.errorCode()).as(shown).isEqualTo(model.failure);
      return;
    }
    checkSubmitted(model, directory, result, shown);
  }

  private static void addWords(List<String> args, SeededRandom random) {
    int kind = random.below(20);
    if (kind < 12) {
      args.add(random.pick(FLAGS));
      args.add(random.pick(VALUES));
    } else if (kind < 15) {
      args.add(random.pick(FLAGS) + "=" + random.pick(VALUES));
    } else if (kind < 18) {
      args.add("--json");
    } else if (kind == 18) {
      args.add(random.pick(UNKNOWN));
    } else {
      args.add(random.pick("--help", "-h"));
    }
  }

  private static void checkSubmitted(Model model, Path directory, Result result, String shown)
      throws Exception {
    @Nullable String rule = model.brokenRule();
    if (rule != null) {
      assertThat(result.errorCode()).as(shown).isEqualTo(rule);
      return;
    }
    assertThat(result.exit()).as(shown).isZero();
    assertThat(result.out().startsWith("{")).as(shown).isEqualTo(model.json);
    var state = Store.load(SystemFiles.INSTANCE, ManualTime.atSeconds(0), directory).state();
    TaskEntry task = state.tasks().getFirst();
    TaskSpec spec = task.spec();
    assertThat(spec.constraints().requiredCapabilities())
        .as(shown)
        .containsExactly(model.values.get("--action"));
    assertThat(spec.payload().contentType())
        .as(shown)
        .isEqualTo(model.values.get("--content-type"));
    assertThat(spec.constraints().concurrencyKey())
        .as(shown)
        .isEqualTo(model.values.get("--concurrency-key"));
    assertThat(spec.payload().bytes()).isEqualTo(Bytes.EMPTY);
  }

  /// What the spec says of a list of arguments.
  private static final class Model {
    private final Map<String, String> values = new HashMap<>();
    private boolean json;
    private boolean help;
    private @Nullable String failure;

    static Model of(List<String> args) {
      var model = new Model();
      for (int i = 0; i < args.size() && !model.help && model.failure == null; i++) {
        String arg = args.get(i);
        int equals = arg.indexOf('=');
        if (FLAGS.contains(arg)) {
          i++;
          if (i == args.size()) {
            model.failure = "usage_parse_error";
          } else {
            model.values.put(arg, args.get(i));
          }
        } else if (equals > 0 && FLAGS.contains(arg.substring(0, equals))) {
          model.values.put(arg.substring(0, equals), arg.substring(equals + 1));
        } else {
          model.word(arg);
        }
      }
      return model;
    }

    private void word(String arg) {
      switch (arg) {
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        default -> failure = arg.startsWith("-") ? "usage_parse_error" : "input_validation_failed";
      }
    }

    /// What is wrong with values that were read; null if nothing is.
    @Nullable String brokenRule() {
      String action = values.get("--action");
      if (action == null) {
        return "input_validation_failed";
      }
      String key = values.get("--key");
      if (key != null && key.isEmpty()) {
        return "invalid_idempotency_key";
      }
      if ("".equals(values.get("--concurrency-key"))) {
        return "empty_concurrency_key";
      }
      return action.isEmpty() ? "empty_capability_entry" : null;
    }
  }
}
