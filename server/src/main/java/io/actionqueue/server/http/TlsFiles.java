package io.actionqueue.server.http;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The PEM files of a TLS socket.
///
/// @param certificateChain the server's, first
/// @param privateKey the server's
/// @param clientAuthority who signs clients; null when clients need no certificate
public record TlsFiles(Path certificateChain, Path privateKey, @Nullable Path clientAuthority) {
  /// Reads the files.
  ///
  /// @throws RuntimeException if one cannot be read or is not what it should be
  Tls read() {
    var identity =
        Keys.builder()
            .pem(pem ->
                pem.key(Resource.create(privateKey)).certChain(Resource.create(certificateChain)))
            .build();
    var tls = Tls.builder().privateKey(identity).privateKeyCertChain(identity);
    if (clientAuthority != null) {
      var trusted =
          Keys.builder().pem(pem -> pem.certificates(Resource.create(clientAuthority))).build();
      tls.trust(trusted).clientAuth(TlsClientAuth.REQUIRED);
    }
    return tls.build();
  }
}
