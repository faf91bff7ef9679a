package io.actionqueue.server.config;

import io.actionqueue.Durability;
import io.actionqueue.OnUncertain;
import io.actionqueue.Retention;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The daemon's whole configuration: every key has a text of its type. Immutable, equal by content.
///
/// Making one checks texts; [#validate()] checks what values mean together. Neither touches the
/// disk or the network.
public final class DaemonConfig {
  /// What holds when nothing is said.
  public static final DaemonConfig DEFAULT = merge(List.of());

  private final Map<ConfigKey, String> values;
  private final Map<ConfigKey, String> origins;

  private DaemonConfig(Map<ConfigKey, String> values, Map<ConfigKey, String> origins) {
    this.values = values;
    this.origins = origins;
  }

  /// Puts layers over the defaults; the last layer that gives a key wins.
  ///
  /// @throws ConfigException if a text is not of its key's type
  public static DaemonConfig merge(List<ConfigLayer> layers) {
    var values = new EnumMap<ConfigKey, String>(ConfigKey.class);
    var origins = new EnumMap<ConfigKey, String>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      values.put(key, key.defaultText());
      origins.put(key, "default");
    }
    for (ConfigLayer layer : layers) {
      layer
          .values()
          .forEach((key, text) -> {
            values.put(key, text);
            origins.put(key, layer.origin());
          });
    }
    values.forEach(ConfigKey::check);
    return new DaemonConfig(values, origins);
  }

  /// The same with another text for one key.
  ///
  /// @throws ConfigException if the text is not of the key's type
  public DaemonConfig with(ConfigKey key, String text) {
    key.check(text);
    var changed = new EnumMap<>(values);
    changed.put(key, text);
    var sources = new EnumMap<>(origins);
    sources.put(key, "code");
    return new DaemonConfig(changed, sources);
  }

  /// Checks the rules of spec 04 §2 in their order, then those of protection; the first broken one
  /// is said.
  ///
  /// @throws ConfigException naming the rule
  public void validate() {
    check(
        bindAddress().getPort() != 0,
        ConfigRule.INVALID_BIND_ADDRESS,
        "bind address port must be non-zero");
    check(
        metricsBind().map(InetSocketAddress::getPort).orElse(1) != 0,
        ConfigRule.INVALID_METRICS_BIND,
        "metrics bind address port must be non-zero");
    check(
        !metricsBind().map(this::overlapsApi).orElse(false),
        ConfigRule.PORT_CONFLICT,
        "metrics_bind "
            + text(ConfigKey.METRICS_BIND)
            + " conflicts with bind_address "
            + text(ConfigKey.BIND_ADDRESS));
    check(
        !text(ConfigKey.DATA_DIR).isEmpty(),
        ConfigRule.INVALID_DATA_DIR,
        "data directory path must not be empty");
    validateProtection();
  }

  private void validateProtection() {
    check(
        text(ConfigKey.TLS_CERT).isEmpty() == text(ConfigKey.TLS_KEY).isEmpty(),
        ConfigRule.CONFIG_CONFLICT,
        "tls_cert and tls_key must be given together");
    check(
        text(ConfigKey.TLS_CLIENT_CA).isEmpty() || isTls(),
        ConfigRule.CONFIG_CONFLICT,
        "tls_client_ca needs tls_cert and tls_key");
    boolean loopback = bindAddress().getAddress().isLoopbackAddress();
    check(
        loopback || isTokenRequired(),
        ConfigRule.INSECURE_BIND,
        "auth = none is accepted on a loopback address only, bind_address is "
            + text(ConfigKey.BIND_ADDRESS));
    check(
        loopback || isTls() || flag(ConfigKey.INSECURE),
        ConfigRule.INSECURE_BIND,
        "bind_address "
            + text(ConfigKey.BIND_ADDRESS)
            + " is open to the network: give tls_cert and tls_key, or say --insecure");
  }

  /// Whether an address and the API's would claim the same socket; a wildcard claims all.
  private boolean overlapsApi(InetSocketAddress metrics) {
    InetAddress api = bindAddress().getAddress();
    InetAddress other = metrics.getAddress();
    boolean sameHost = api.equals(other) || api.isAnyLocalAddress() || other.isAnyLocalAddress();
    return sameHost && metrics.getPort() == bindAddress().getPort();
  }

  private static void check(boolean holds, ConfigRule rule, String message) {
    if (!holds) {
      throw new ConfigException(rule, message);
    }
  }

  /// The text of a key, as it was given.
  public String text(ConfigKey key) {
    return values.getOrDefault(key, key.defaultText());
  }

  /// Which layer gave the text of a key: `default`, a file's name, `environment` or `flag`.
  public String origin(ConfigKey key) {
    return origins.getOrDefault(key, "default");
  }

  /// An address as texts have it: `IP:PORT`.
  public static String print(InetSocketAddress address) {
    return SocketAddressText.print(address);
  }

  /// Address of the API.
  public InetSocketAddress bindAddress() {
    return SocketAddressText.parse(text(ConfigKey.BIND_ADDRESS));
  }

  /// Address of the metrics, empty when they are off.
  public Optional<InetSocketAddress> metricsBind() {
    String text = text(ConfigKey.METRICS_BIND);
    return ConfigType.isOff(text) ? Optional.empty() : Optional.of(SocketAddressText.parse(text));
  }

  /// The data directory. A leading `~/` is the home directory unless a flag gave it (S-54).
  ///
  /// @param home the user's home directory
  public Path dataDir(Path home) {
    String text = text(ConfigKey.DATA_DIR);
    boolean literal = origin(ConfigKey.DATA_DIR).equals("flag");
    return !literal && text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
  }

  /// Whether mutating routes exist (S-16).
  public boolean isControlEnabled() {
    return flag(ConfigKey.ENABLE_CONTROL) && !flag(ConfigKey.READ_ONLY);
  }

  /// Whether callers must show a token.
  public boolean isTokenRequired() {
    return !text(ConfigKey.AUTH).equalsIgnoreCase("none");
  }

  /// Whether the API speaks TLS.
  public boolean isTls() {
    return !text(ConfigKey.TLS_CERT).isEmpty() && !text(ConfigKey.TLS_KEY).isEmpty();
  }

  /// When a change counts as durable.
  public Durability durability() {
    return EngineTexts.durability(text(ConfigKey.DURABILITY));
  }

  /// How long a run waits after a failed attempt.
  public Backoff backoff() {
    return EngineTexts.backoff(text(ConfigKey.BACKOFF));
  }

  /// What becomes of missed slots, for tasks that do not say.
  public MisfirePolicy misfire() {
    return EngineTexts.misfire(text(ConfigKey.MISFIRE));
  }

  /// What happens to interrupted transactional tasks.
  public OnUncertain onUncertain() {
    return OnUncertain.valueOf(text(ConfigKey.ON_UNCERTAIN).toUpperCase(Locale.ROOT));
  }

  /// Events between snapshots, empty for none.
  public OptionalLong snapshotEventThreshold() {
    String text = text(ConfigKey.SNAPSHOT_EVENT_THRESHOLD);
    return ConfigType.isOff(text) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /// Whether every snapshot has the native form.
  public boolean nativeSnapshots() {
    return text(ConfigKey.SNAPSHOT_FORM).equals("native");
  }

  /// Which ended tasks are dropped at a snapshot.
  public Retention retention() {
    Retention retention = Retention.forever();
    String age = text(ConfigKey.RETENTION_MAX_AGE_SECS);
    if (!ConfigType.isOff(age)) {
      retention = retention.maxAge(Duration.ofSeconds(Long.parseLong(age)));
    }
    String tasks = text(ConfigKey.RETENTION_MAX_TASKS);
    return ConfigType.isOff(tasks) ? retention : retention.maxTasks(Integer.parseInt(tasks));
  }

  /// How many programs may run at once.
  ///
  /// @param processors of this machine
  public int execConcurrency(int processors) {
    String text = text(ConfigKey.EXEC_CONCURRENCY);
    return text.equalsIgnoreCase("auto") ? Math.max(1, 2 * processors) : Integer.parseInt(text);
  }

  /// The value of a number key.
  public int number(ConfigKey key) {
    return Integer.parseInt(text(key));
  }

  /// The value of a key in seconds.
  public Duration seconds(ConfigKey key) {
    return Duration.ofSeconds(Long.parseLong(text(key)));
  }

  /// The value of a flag key.
  public boolean flag(ConfigKey key) {
    return ConfigType.parseFlag(text(key));
  }

  /// The entries of a list key.
  public List<String> list(ConfigKey key) {
    return ConfigType.parseList(text(key));
  }

  /// The path of a path key, empty if it was not given.
  public Optional<Path> path(ConfigKey key) {
    String text = text(key);
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DaemonConfig that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "DaemonConfig" + values;
  }
}
