package io.actionqueue.server.auth;

import java.security.SecureRandom;
import java.util.Base64;

/// Makes secrets from the system's secure generator.
final class SystemSecrets {
  private static final int BYTES = 32;

  private SystemSecrets() {}

  /// 256 random bits as URL-safe base64.
  static String token() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
