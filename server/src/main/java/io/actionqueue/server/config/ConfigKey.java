package io.actionqueue.server.config;

import static io.actionqueue.server.config.ConfigType.address;
import static io.actionqueue.server.config.ConfigType.addressOrOff;
import static io.actionqueue.server.config.ConfigType.list;
import static io.actionqueue.server.config.ConfigType.number;
import static io.actionqueue.server.config.ConfigType.numberOrOff;
import static io.actionqueue.server.config.ConfigType.onOff;
import static io.actionqueue.server.config.ConfigType.oneOf;
import static io.actionqueue.server.config.ConfigType.path;

import java.util.Locale;
import java.util.Optional;

/// Every key of the configuration, with its type, its default and what it does. The table in
/// docs/configuration.md is made from this list.
public enum ConfigKey {
  /// Address of the HTTP API.
  BIND_ADDRESS(address(), "127.0.0.1:8787", "Address of the HTTP API.", "--bind"),
  /// Where everything durable lives.
  DATA_DIR(
      path(),
      "~/.actionqueue/data",
      "Where everything durable lives. A leading `~/` means the home directory, but not in a flag.",
      "--data-dir"),
  /// Whether mutating routes exist.
  ENABLE_CONTROL(onOff(), "true", "Whether mutating routes exist.", "--enable-control"),
  /// The opposite switch.
  READ_ONLY(
      onOff(),
      "false",
      "Turns the mutating routes off, whatever `enable_control` says.",
      "--read-only"),
  /// Address of the metrics.
  METRICS_BIND(
      addressOrOff(),
      "127.0.0.1:9090",
      "Address of the metrics, which need no token there.",
      "--metrics-bind"),
  /// Who may call.
  AUTH(
      oneOf("token", "none"),
      "token",
      "`token`: callers prove who they are. `none`: anybody may do anything; loopback only.",
      "--auth"),
  /// More tokens.
  TOKENS_FILE(
      path(),
      "",
      "More tokens, one a line: `NAME ROLE SHA256HEX`; roles are `admin`, `reader`, `worker` and"
          + " `worker:ACTOR_ID`, or `member`, `reader` and `worker` with `:ACTOR_ID@TENANT_ID`."
          + " Empty: only the local token in `<data_dir>/token`.",
      "--tokens-file"),
  /// Names by which callers reach the daemon.
  ALLOWED_HOSTS(
      list("host names"),
      "",
      "Names that `Host` and `Origin` may carry beside the bind address, literal addresses and"
          + " `localhost`.",
      "--allowed-hosts"),
  /// Accepts the network without TLS.
  INSECURE(
      onOff(), "false", "Allows a bind address other than loopback without TLS.", "--insecure"),
  /// Server certificate.
  TLS_CERT(path(), "", "PEM certificate chain of the API; with `tls_key`.", "--tls-cert"),
  /// Server key.
  TLS_KEY(path(), "", "PEM private key of the API; with `tls_cert`.", "--tls-key"),
  /// Client authority.
  TLS_CLIENT_CA(
      path(),
      "",
      "PEM certificates that sign clients; when set, callers must show one.",
      "--tls-client-ca"),
  /// Longest request body.
  MAX_BODY_BYTES(
      number(1024, 256 << 20),
      "2097152",
      "Longest body of a request, in bytes; a longer one is answered with 413.",
      "--max-body-bytes"),
  /// When a change counts as durable.
  DURABILITY(
      ConfigType.of("`sync`, `interval:MILLIS`, `os`", EngineTexts::durability),
      "sync",
      "When a change counts as durable: after the sync, after the hand-over to the system with a"
          + " sync every so often, after the hand-over.",
      "--durability"),
  /// Attempts at once.
  DISPATCH_CONCURRENCY(
      number(1, 1_000_000),
      "64",
      "How many attempts may be in flight at once.",
      "--dispatch-concurrency"),
  /// Lease length.
  LEASE_TIMEOUT_SECS(
      number(3, 86_400),
      "300",
      "How long a lease lasts without a heartbeat.",
      "--lease-timeout-secs"),
  /// Wait between attempts.
  BACKOFF(
      ConfigType.of("`fixed:MILLIS`, `exponential:BASE:MAX`", EngineTexts::backoff),
      "fixed:5000",
      "How long a run waits after a failed attempt, in milliseconds.",
      "--backoff"),
  /// Events between snapshots.
  SNAPSHOT_EVENT_THRESHOLD(
      numberOrOff(1, Long.MAX_VALUE),
      "10000",
      "Events after which a snapshot is due.",
      "--snapshot-event-threshold"),
  /// Form of snapshots.
  SNAPSHOT_FORM(
      oneOf("auto", "native"),
      "auto",
      "`auto`: a small state that ActionQueue 0.1 can express gets a snapshot that it reads."
          + " `native`: every snapshot has the native form.",
      "--snapshot-form"),
  /// Age of ended tasks.
  RETENTION_MAX_AGE_SECS(
      numberOrOff(1, 315_360_000_000L),
      "off",
      "How long ended tasks are kept, in seconds; older ones are dropped when a snapshot is written.",
      "--retention-max-age-secs"),
  /// Number of ended tasks.
  RETENTION_MAX_TASKS(
      numberOrOff(0, Integer.MAX_VALUE),
      "off",
      "How many ended tasks are kept; all but the latest are dropped when a snapshot is written.",
      "--retention-max-tasks"),
  /// Runs per submission.
  MAX_RUNS_PER_SUBMIT(
      number(1, 10_000_000),
      "100000",
      "How many runs one submission may create at once.",
      "--max-runs-per-submit"),
  /// Depth of trees.
  MAX_TASK_DEPTH(
      number(1, 1000),
      "8",
      "How deep below its root a task may be, whoever submits it.",
      "--max-task-depth"),
  /// Missed slots.
  MISFIRE(
      ConfigType.of(
          "`catch-up-all`, `catch-up-last:N`, `skip`, `coalesce`, each but the first with `:GRACE_SECS`",
          EngineTexts::misfire),
      "catch-up-all",
      "What becomes of slots that passed while nothing could run, for tasks that do not say.",
      "--misfire"),
  /// Waiting submissions.
  SUBMISSION_QUEUE_CAPACITY(
      number(1, 10_000_000),
      "65536",
      "How many submissions may wait for the engine; more are refused with `backpressure`.",
      "--submission-queue-capacity"),
  /// Interruptions per run.
  MAX_INTERRUPTIONS(
      number(0, 1_000_000),
      "3",
      "How many crashes or lost leases a run survives.",
      "--max-interruptions"),
  /// Interrupted transactional tasks.
  ON_UNCERTAIN(
      oneOf("fail", "suspend", "retry"),
      "fail",
      "What happens to a transactional task whose attempt was interrupted.",
      "--on-uncertain"),
  /// Grace before the interrupt.
  INTERRUPT_GRACE_SECS(
      number(0, 86_400),
      "5",
      "Seconds between asking a handler to stop and interrupting it.",
      "--interrupt-grace-secs"),
  /// Grace after the interrupt.
  ABANDON_GRACE_SECS(
      number(0, 86_400),
      "30",
      "Seconds between interrupting a handler and giving its attempt up.",
      "--abandon-grace-secs"),
  /// Nothing.
  TICK_INTERVAL_MS(
      number(1, 60_000),
      "100",
      "Accepted for the sake of old configurations; drives nothing, since timers do.",
      "--tick-interval-ms"),
  /// Graceful stop.
  DRAIN_TIMEOUT_SECS(
      number(0, 86_400),
      "30",
      "How long a stop waits for handlers before it cuts them off.",
      "--drain-timeout-secs"),
  /// Programs of the exec action.
  ALLOW_EXEC(
      list("program names or paths"),
      "",
      "Programs that the `exec` action may run, by the name or path that a payload must give; empty:"
          + " the action is off.",
      "--allow-exec"),
  /// Working directory of the exec action.
  EXEC_CWD(
      path(),
      "",
      "Working directory of programs; empty: the system's temporary directory. Payloads may name one"
          + " below it.",
      "--exec-cwd"),
  /// Environment of the exec action.
  EXEC_ENV(
      list("`NAME=VALUE` or `NAME`"),
      "",
      "Environment of programs beside `PATH`, `HOME`, `LANG` and `TZ`; a bare name passes the"
          + " daemon's own value on.",
      "--exec-env"),
  /// Programs at once.
  EXEC_CONCURRENCY(
      ConfigType.of(
          "1 to 10000, `auto`",
          text -> {
            if (!text.equalsIgnoreCase("auto")) {
              ConfigType.parseNumber(text, 1, 10_000);
            }
          }),
      "auto",
      "How many programs may run at once; `auto`: twice the processors.",
      "--exec-concurrency"),
  /// Targets of the http action.
  ALLOW_HTTP(
      list("`HOST`, `HOST:PORT`"),
      "",
      "Hosts on loopback, link-local and private ranges that the `http` action may call; all others"
          + " on the public network are allowed.",
      "--allow-http"),
  /// Verbosity.
  LOG_LEVEL(
      oneOf("error", "warn", "info", "debug", "trace"),
      "info",
      "Least severe level that is logged.",
      "--log-level"),
  /// Shape of log lines.
  LOG_FORMAT(oneOf("text", "json"), "text", "Shape of log lines on stderr.", "--log-format");

  @SuppressWarnings("ImmutableEnumChecker") // A check is a function without state.
  private final ConfigType type;

  private final String defaultText;
  private final String meaning;
  private final String flag;

  ConfigKey(ConfigType type, String defaultText, String meaning, String flag) {
    this.type = type;
    this.defaultText = defaultText;
    this.meaning = meaning;
    this.flag = flag;
  }

  /// The name in files, such as `bind_address`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The environment variable, such as `ACTIONQUEUE_BIND_ADDRESS`.
  public String variable() {
    return "ACTIONQUEUE_" + name();
  }

  /// The flag of the `daemon` command, such as `--bind`.
  public String flag() {
    return flag;
  }

  /// Whether the flag takes no value: its presence means `true`.
  public boolean isFlag() {
    return defaultText.equals("true") || defaultText.equals("false");
  }

  /// The text that holds when no layer says otherwise.
  public String defaultText() {
    return defaultText;
  }

  /// What texts are accepted, for people.
  public String accepted() {
    return type.accepted();
  }

  /// What the key does, one or two sentences.
  public String meaning() {
    return meaning;
  }

  /// The key of this name in files.
  public static Optional<ConfigKey> find(String key) {
    for (ConfigKey candidate : values()) {
      if (candidate.key().equals(key)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  void check(String text) {
    try {
      type.check().accept(text);
    } catch (IllegalArgumentException e) {
      boolean address = this == BIND_ADDRESS || this == METRICS_BIND;
      throw new ConfigException(
          address ? ConfigRule.INVALID_SOCKET_ADDRESS : ConfigRule.INVALID_CONFIG_VALUE,
          key() + ": " + e.getMessage());
    }
  }
}
