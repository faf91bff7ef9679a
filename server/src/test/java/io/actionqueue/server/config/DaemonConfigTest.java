package io.actionqueue.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.Durability;
import io.actionqueue.OnUncertain;
import io.actionqueue.core.schedule.Backoff;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DaemonConfigTest {
  @Test
  @DisplayName("A-471: the defaults, with control on (S-52); they validate")
  void defaultsValidate() {
    var config = DaemonConfig.DEFAULT;

    assertThat(config.bindAddress()).hasToString("/127.0.0.1:8787");
    assertThat(config.text(ConfigKey.DATA_DIR)).isEqualTo("~/.actionqueue/data");
    assertThat(config.isControlEnabled()).isTrue();
    assertThat(config.metricsBind()).get().hasToString("/127.0.0.1:9090");
    assertThatCode(config::validate).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("A-472, A-473: port 0 is refused")
  void portZeroIsRefused() {
    assertRefused(
        DaemonConfig.DEFAULT.with(ConfigKey.BIND_ADDRESS, "127.0.0.1:0"),
        "invalid_bind_address",
        "InvalidBindAddress",
        "bind address port must be non-zero");
    assertRefused(
        DaemonConfig.DEFAULT.with(ConfigKey.METRICS_BIND, "127.0.0.1:0"),
        "invalid_metrics_bind",
        "InvalidMetricsBind",
        "metrics bind address port must be non-zero");
  }

  @Test
  @DisplayName("A-474, A-475: metrics and API cannot share a socket; different ports are fine")
  void oneSocketCannotServeBoth() {
    assertRefused(
        DaemonConfig.DEFAULT.with(ConfigKey.METRICS_BIND, "127.0.0.1:8787"),
        "port_conflict",
        "PortConflict",
        "conflicts with bind_address");
    assertThatCode(DaemonConfig.DEFAULT.with(ConfigKey.METRICS_BIND, "127.0.0.1:9090")::validate)
        .doesNotThrowAnyException();
    assertThatCode(DaemonConfig.DEFAULT.with(ConfigKey.METRICS_BIND, "127.0.0.2:8787")::validate)
        .doesNotThrowAnyException();
  }

  @Test
  void wildcardClaimsEveryAddress() {
    assertRefused(
        DaemonConfig.DEFAULT.with(ConfigKey.METRICS_BIND, "0.0.0.0:8787"),
        "port_conflict",
        "PortConflict",
        "conflicts with bind_address");
  }

  @Test
  @DisplayName("A-476: an empty data directory is refused")
  void emptyDataDirectoryIsRefused() {
    assertRefused(
        DaemonConfig.DEFAULT.with(ConfigKey.DATA_DIR, ""),
        "invalid_data_dir",
        "InvalidDataDir",
        "data directory path must not be empty");
  }

  @Test
  @DisplayName("A-477, A-478: defaults are equal, and a copy equals its source")
  void configurationsAreEqualByContent() {
    var changed = DaemonConfig.DEFAULT.with(ConfigKey.DISPATCH_CONCURRENCY, "7");

    assertThat(DaemonConfig.merge(List.of())).isEqualTo(DaemonConfig.DEFAULT);
    assertThat(changed.with(ConfigKey.DISPATCH_CONCURRENCY, "7"))
        .isEqualTo(changed)
        .hasSameHashCodeAs(changed)
        .isNotEqualTo(DaemonConfig.DEFAULT);
  }

  @Test
  @DisplayName("A-562, A-563: the tick is 1 ms to 60 s, although it drives nothing (S-55)")
  void tickHasARange() {
    assertWrong(ConfigKey.TICK_INTERVAL_MS, "0");
    assertWrong(ConfigKey.TICK_INTERVAL_MS, "61000");
    assertThat(DaemonConfig.DEFAULT.with(ConfigKey.TICK_INTERVAL_MS, "60000"))
        .satisfies(DaemonConfig::validate);
  }

  @Test
  void rulesAreCheckedInTheirOrder() {
    var wrong =
        DaemonConfig.DEFAULT
            .with(ConfigKey.DATA_DIR, "")
            .with(ConfigKey.METRICS_BIND, "127.0.0.1:0")
            .with(ConfigKey.BIND_ADDRESS, "127.0.0.1:0");

    assertRefused(wrong, "invalid_bind_address", "InvalidBindAddress", "");
  }

  @Test
  void laterLayersWinKeyByKey() {
    var file =
        ConfigLayer.ofProperties("aq.properties", "bind_address=127.0.0.1:1\nread_only = true\n");
    var environment =
        ConfigLayer.ofEnvironment(
            Map.of(
                "ACTIONQUEUE_BIND_ADDRESS", "127.0.0.1:2", "ACTIONQUEUE_HOME", "x", "PATH", "p"));
    var flags = ConfigLayer.ofFlags(Map.of(ConfigKey.METRICS_BIND, "off"));

    var config = DaemonConfig.merge(List.of(file, environment, flags));

    assertThat(config.bindAddress().getPort()).isEqualTo(2);
    assertThat(config.isControlEnabled()).isFalse();
    assertThat(config.metricsBind()).isEmpty();
    assertThat(config.origin(ConfigKey.BIND_ADDRESS)).isEqualTo("environment");
    assertThat(config.origin(ConfigKey.READ_ONLY)).isEqualTo("aq.properties");
    assertThat(config.origin(ConfigKey.METRICS_BIND)).isEqualTo("flag");
    assertThat(config.origin(ConfigKey.BACKOFF)).isEqualTo("default");
  }

  @Test
  void unknownKeyInAFileIsRefused() {
    assertThatThrownBy(() -> ConfigLayer.ofProperties("aq.properties", "bind_adress = x"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.code()).isEqualTo("unknown_config_key");
              assertThat(e).hasMessageContaining("'bind_adress'");
            });
    assertThatThrownBy(() -> ConfigLayer.ofProperties("aq.properties", "data_dir = \\u12"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void addressMessageNamesTheKeyAndQuotesTheText() {
    for (String text :
        List.of(
            "localhost:8787",
            "127.0.0.1",
            "127.0.0.1:",
            "1.2.3:4",
            "::1:80",
            "127.0.0.1:65536",
            "[::1]",
            "[::g]:80",
            "127.0.0.1.:80",
            "256.0.0.1:80",
            "127.0.0.1:-1",
            " 127.0.0.1:80")) {
      assertThatThrownBy(() -> DaemonConfig.DEFAULT.with(ConfigKey.BIND_ADDRESS, text))
          .as(text)
          .isInstanceOfSatisfying(
              ConfigException.class,
              e -> {
                assertThat(e.code()).isEqualTo("invalid_socket_address");
                assertThat(e.detail()).contains("bind_address").contains("'" + text + "'");
              });
    }
  }

  @Test
  void bracketedAddressesOfSixteenBytesAreRead() {
    var config = DaemonConfig.DEFAULT.with(ConfigKey.BIND_ADDRESS, "[::1]:8787");

    assertThat(config.bindAddress().getAddress().isLoopbackAddress()).isTrue();
    assertThat(config.bindAddress().getPort()).isEqualTo(8787);
    assertThat(SocketAddressText.print(config.bindAddress())).isEqualTo("[0:0:0:0:0:0:0:1]:8787");
  }

  @Test
  void valuesOfTheWrongTypeAreRefused() {
    assertWrong(ConfigKey.READ_ONLY, "yes");
    assertWrong(ConfigKey.DISPATCH_CONCURRENCY, "0");
    assertWrong(ConfigKey.DISPATCH_CONCURRENCY, "many");
    assertWrong(ConfigKey.LEASE_TIMEOUT_SECS, "2");
    assertWrong(ConfigKey.DURABILITY, "never");
    assertWrong(ConfigKey.DURABILITY, "interval:0");
    assertWrong(ConfigKey.BACKOFF, "fixed");
    assertWrong(ConfigKey.BACKOFF, "exponential:10:5");
    assertWrong(ConfigKey.ON_UNCERTAIN, "panic");
    assertWrong(ConfigKey.EXEC_CONCURRENCY, "0");
    assertWrong(ConfigKey.SNAPSHOT_EVENT_THRESHOLD, "0");
    assertWrong(ConfigKey.SNAPSHOT_FORM, "v8");
    assertWrong(ConfigKey.AUTH, "password");
  }

  @Test
  void textsBecomeTheValuesOfTheEngine() {
    var config =
        DaemonConfig.DEFAULT
            .with(ConfigKey.DURABILITY, "interval:20")
            .with(ConfigKey.BACKOFF, "exponential:100:5000")
            .with(ConfigKey.ON_UNCERTAIN, "suspend")
            .with(ConfigKey.SNAPSHOT_EVENT_THRESHOLD, "off")
            .with(ConfigKey.SNAPSHOT_FORM, "native")
            .with(ConfigKey.ALLOW_EXEC, " git, /bin/true ,");

    assertThat(config.durability()).isEqualTo(Durability.interval(20));
    assertThat(config.backoff()).isEqualTo(new Backoff.Exponential(100, 5000));
    assertThat(config.onUncertain()).isEqualTo(OnUncertain.SUSPEND);
    assertThat(config.snapshotEventThreshold()).isEmpty();
    assertThat(config.nativeSnapshots()).isTrue();
    assertThat(DaemonConfig.DEFAULT.nativeSnapshots()).isFalse();
    assertThat(config.list(ConfigKey.ALLOW_EXEC)).containsExactly("git", "/bin/true");
    assertThat(config.execConcurrency(3)).isEqualTo(6);
  }

  @Test
  void tildeIsTheHomeDirectoryUnlessAFlagSaysIt() {
    var flag =
        DaemonConfig.merge(List.of(ConfigLayer.ofFlags(Map.of(ConfigKey.DATA_DIR, "~/elsewhere"))));

    assertThat(DaemonConfig.DEFAULT.dataDir(Path.of("/h")))
        .isEqualTo(Path.of("/h/.actionqueue/data"));
    assertThat(flag.dataDir(Path.of("/h"))).isEqualTo(Path.of("~/elsewhere"));
  }

  @Test
  void networkNeedsProtection() {
    var open = DaemonConfig.DEFAULT.with(ConfigKey.BIND_ADDRESS, "0.0.0.0:8787");

    assertRefused(open, "insecure_bind", "InsecureBind", "--insecure");
    assertThatCode(open.with(ConfigKey.INSECURE, "true")::validate).doesNotThrowAnyException();
    assertThatCode(
            open.with(ConfigKey.TLS_CERT, "c.pem").with(ConfigKey.TLS_KEY, "k.pem")::validate)
        .doesNotThrowAnyException();
    assertRefused(
        open.with(ConfigKey.INSECURE, "true").with(ConfigKey.AUTH, "none"),
        "insecure_bind",
        "InsecureBind",
        "loopback");
    assertThatCode(DaemonConfig.DEFAULT.with(ConfigKey.AUTH, "none")::validate)
        .doesNotThrowAnyException();
    assertRefused(
        DaemonConfig.DEFAULT.with(ConfigKey.TLS_CERT, "c.pem"),
        "config_conflict",
        "ConfigConflict",
        "together");
  }

  @Test
  void everyKeyIsFoundByItsNameAndHasAGoodDefault() {
    for (ConfigKey key : ConfigKey.values()) {
      assertThat(ConfigKey.find(key.key())).contains(key);
      assertThatCode(() -> key.check(key.defaultText())).doesNotThrowAnyException();
      assertThat(key.flag()).startsWith("--");
      assertThat(key.meaning()).endsWith(".");
    }
  }

  private static void assertWrong(ConfigKey key, String text) {
    assertThatThrownBy(() -> DaemonConfig.DEFAULT.with(key, text))
        .as(key + " " + text)
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.code()).isEqualTo("invalid_config_value");
              assertThat(e.detail()).startsWith(key.key() + ": ");
            });
  }

  private static void assertRefused(DaemonConfig config, String code, String kind, String message) {
    assertThatThrownBy(config::validate)
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e).hasMessageStartingWith(code + ": ").hasMessageContaining(message);
            });
  }
}
