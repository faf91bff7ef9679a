package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What keeps a daemon from starting, and where its settings come from.
final class DaemonCommandTest {
  @TempDir private Path home;
  private final Cli cli = new Cli();

  private Result daemon(String more) {
    return cli.run(("daemon --data-dir " + home.resolve("data") + " " + more).split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bind localhost:1 | invalid_socket_address | bind_address",
        "--bind nonsense | invalid_socket_address | 'nonsense'",
        "--metrics-bind 1.2.3:4 | invalid_socket_address | metrics_bind",
        "--bind 127.0.0.1:0 | daemon_config_invalid | invalid_bind_address: bind address port",
        "--metrics-bind 127.0.0.1:0 | daemon_config_invalid | invalid_metrics_bind: ",
        "--metrics-bind 127.0.0.1:8787 | daemon_config_invalid | conflicts with bind_address",
        "--bind 0.0.0.0:8787 | daemon_config_invalid | insecure_bind",
        "--auth none --bind 0.0.0.0:8787 | daemon_config_invalid | insecure_bind",
        "--config nowhere | invalid_config_value | nowhere",
        "--dispatch-concurrency 0 | invalid_config_value | dispatch_concurrency"
      })
  void aBadSettingIsRefusedBeforeAnythingIsTouched(String flags, String code, String message) {
    Result result = daemon(flags);
    assertThat(result.exit()).as(result.err()).isEqualTo(3);
    assertThat(result.errorKind()).isEqualTo("validation");
    assertThat(result.errorCode()).isEqualTo(code);
    assertThat(result.message()).contains(message);
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  @DisplayName("A-531 daemon --enable-control --json parses, data dir unset")
  void enableControlAndJsonParse() {
    var tree = new CommandTree(Surroundings.builder().build());
    var result = tree.root().parseArgs("daemon", "--enable-control", "--json");
    var command = (DaemonCommand) result.subcommand().commandSpec().userObject();
    DaemonConfig config = command.configuration();
    assertThat(command.isJson()).isTrue();
    assertThat(config.origin(ConfigKey.ENABLE_CONTROL)).isEqualTo("flag");
    assertThat(config.origin(ConfigKey.DATA_DIR)).isEqualTo("default");
  }

  @Test
  void configPrintTellsEveryValueAndItsOrigin() throws IOException {
    Path file =
        Files.writeString(home.resolve("aq.properties"), "log_level = debug\nauth = none\n");
    cli.environment("ACTIONQUEUE_LOG_LEVEL", "error");
    Result result =
        cli.run("config", "print", "--json", "--config", file.toString(), "--read-only");
    assertThat(result.exit()).as(result.err()).isZero();
    var config = result.json().path("config");
    var origin = result.json().path("origin");
    assertThat(config.path("log_level").stringValue()).isEqualTo("error");
    assertThat(origin.path("log_level").stringValue()).isEqualTo("environment");
    assertThat(config.path("auth").stringValue()).isEqualTo("none");
    assertThat(origin.path("auth").stringValue()).isEqualTo(file.toString());
    assertThat(origin.path("read_only").stringValue()).isEqualTo("flag");
    assertThat(config.path("data_dir").stringValue()).isEqualTo("~/.actionqueue/data");
    assertThat(cli.run("config", "print").out()).contains("KEY", "tick_interval_ms is accepted");
  }

  @Test
  void configPrintRefusesWhatADaemonWouldRefuse() throws IOException {
    Path file = Files.writeString(home.resolve("aq.properties"), "no_such_key = 1\n");
    assertThat(cli.run("config", "print", "--config", file.toString()).errorCode())
        .isEqualTo("unknown_config_key");
    assertThat(cli.run("config", "print", "--bind", "127.0.0.1:0").errorCode())
        .isEqualTo("daemon_config_invalid");
  }

  @Test
  void configCheckNamesTheFirstSettingThatIsWrong() throws IOException {
    assertThat(cli.run("config", "check").out()).isEqualTo("configuration ok\n");
    assertThat(cli.run("config", "check", "--json").json().path("ok").booleanValue()).isTrue();
    assertThat(cli.run("config", "check", "--bind", "127.0.0.1:0").errorCode())
        .isEqualTo("daemon_config_invalid");
    Path there = Files.writeString(home.resolve("server.pem"), "certificate");
    String missing = home.resolve("missing.pem").toString();
    Result result =
        cli.run("config", "check", "--tls-cert", there.toString(), "--tls-key", missing);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.message()).isEqualTo("missing_file: tls_key names no file: " + missing);
  }

  @Test
  void aPlaceThatIsNoStoreIsLeftAsItIs() throws IOException {
    Path folder = Files.createDirectories(home.resolve("photos"));
    Path photo = Files.writeString(folder.resolve("photo.jpg"), "mine");
    var before = Tree.of(folder);
    for (Path place : List.of(folder, photo)) {
      Result submit = cli.run("submit", "--action", "a", "--data-dir", place.toString());
      assertThat(submit.exit()).isEqualTo(4);
      assertThat(submit.errorKind()).isEqualTo("runtime");
      assertThat(submit.errorCode()).isEqualTo("not_a_store");
      assertThat(submit.message()).startsWith(place + ": ");
    }
    assertThat(cli.run("stats", "--data-dir", photo.toString()).errorCode())
        .isEqualTo("not_a_store");
    assertThat(cli.run("stats", "--data-dir", folder.toString()).exit())
        .as("a directory without a log is the empty state (S-53)")
        .isZero();
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void aDamagedDirectoryKeepsTheDaemonFromStartingAndIsLeftAsItWas() {
    Path data = home.resolve("data");
    Tree.copy(
        Path.of(
            "..",
            "storage",
            "src",
            "test",
            "resources",
            "golden",
            "corrupt",
            "wal-middle-crc-bitflip"),
        data);
    var before = Tree.withoutLock(data);
    Result result = daemon("--metrics-bind off --bind " + DaemonProcess.freeAddress());
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.errorKind()).isEqualTo("runtime");
    assertThat(result.errorCode()).isEqualTo("daemon_bootstrap_failed");
    assertThat(result.message()).contains("offset 412");
    assertThat(result.out()).isEmpty();
    assertThat(Tree.withoutLock(data)).isEqualTo(before);
  }

  @Test
  void aServerThatIsNotThereIsAMatterOfConnectivity() {
    Result result = cli.run("stats", "--server", "http://" + DaemonProcess.freeAddress());
    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.errorKind()).isEqualTo("connectivity");
    assertThat(result.errorCode()).isEqualTo("daemon_unreachable");
  }
}
