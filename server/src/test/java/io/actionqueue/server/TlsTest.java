package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API over TLS, with certificates made by the JDK's keytool.
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path keys;
  @TempDir Path directory;

  @BeforeAll
  static void makeKeys() throws Exception {
    makeKey("server", "SAN=ip:127.0.0.1,dns:localhost");
    makeKey("client", "SAN=dns:client");
  }

  @Test
  void daemonServesWithItsCertificate() throws Exception {
    try (var live = LiveDaemon.start(directory, config(), LiveDaemon.environment(directory));
        var trusting = client(null);
        var plain =
            ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options())) {
      assertThat(live.daemon().url()).startsWith("https://127.0.0.1:");
      assertThat(trusting.ready().status()).isEqualTo("ready");
      assertThat(trusting.stats().totalTasks()).isZero();
      assertThatThrownBy(plain::stats).isInstanceOf(ClientException.Unreachable.class);
    }
  }

  /// A daemon that the network can reach: not in the clear, unless somebody says so aloud.
  @Test
  void networkIsServedOverTlsOnly() throws Exception {
    DaemonConfig everywhere = config().with(ConfigKey.BIND_ADDRESS, "0.0.0.0:0");
    try (var live = LiveDaemon.start(directory, everywhere, LiveDaemon.environment(directory));
        var trusting = client(null)) {
      assertThat(live.daemon().summary().bindAddress()).startsWith("0.0.0.0:");
      assertThat(trusting.stats().totalTasks()).isZero();
    }

    DaemonConfig bare = LiveDaemon.config(directory).with(ConfigKey.BIND_ADDRESS, "0.0.0.0:0");
    assertThatThrownBy(() -> LiveDaemon.start(directory, bare, LiveDaemon.environment(directory)))
        .isInstanceOf(DaemonException.Config.class)
        .hasMessageContaining("insecure_bind");
    DaemonConfig aloud = bare.with(ConfigKey.INSECURE, "true");
    try (var live = LiveDaemon.start(directory, aloud, LiveDaemon.environment(directory))) {
      assertThat(live.get("/api/v1/stats").status()).isEqualTo(200);
    }
  }

  @Test
  void callersShowACertificateWhereOneIsAskedFor() throws Exception {
    DaemonConfig config =
        config().with(ConfigKey.TLS_CLIENT_CA, keys.resolve("client.crt").toString());
    try (var live = LiveDaemon.start(directory, config, LiveDaemon.environment(directory));
        var known = client("client");
        var unknown = client(null)) {
      assertThat(live.daemon().summary().ready()).isTrue();
      assertThat(known.ready().status()).isEqualTo("ready");
      assertThatThrownBy(unknown::ready).isInstanceOf(ClientException.Unreachable.class);
    }
  }

  @Test
  void missingCertificateIsADependencyError() {
    DaemonConfig config = config().with(ConfigKey.TLS_CERT, keys.resolve("none.crt").toString());

    assertThatThrownBy(() -> LiveDaemon.start(directory, config, LiveDaemon.environment(directory)))
        .isInstanceOf(DaemonException.Dependency.class);
  }

  private DaemonConfig config() {
    return LiveDaemon.config(directory)
        .with(ConfigKey.TLS_CERT, keys.resolve("server.crt").toString())
        .with(ConfigKey.TLS_KEY, keys.resolve("server.key").toString());
  }

  private ActionQueueClient client(@Nullable String identity) throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store("server").getCertificate("server"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(identity == null ? null : identity(identity), trust.getTrustManagers(), null);
    return ActionQueueClient.connect(
        LocalDaemon.find(directory).orElseThrow().options().tls(context));
  }

  private static KeyManager[] identity(String name) throws Exception {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store(name), PASSWORD);
    return factory.getKeyManagers();
  }

  private static void makeKey(String name, String names) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                names,
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.resolve(name + ".p12").toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    Key key = store(name).getKey(name, PASSWORD);
    Certificate certificate = store(name).getCertificate(name);
    Files.writeString(keys.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
    Files.writeString(keys.resolve(name + ".crt"), pem("CERTIFICATE", certificate.getEncoded()));
  }

  private static KeyStore store(String name) throws Exception {
    return KeyStore.getInstance(keys.resolve(name + ".p12").toFile(), PASSWORD);
  }

  private static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }
}
