package io.actionqueue.server.actions;

import io.actionqueue.core.Bytes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a task asks the `http` action for: `{"url","method"?,"headers"?,"body"? or
/// "body_base64"?}`.
///
/// @param url absolute, http or https
/// @param method in upper case; `GET` without a body and `POST` with one unless said
/// @param headers beside ours
/// @param body what is sent, null for nothing
record HttpPayload(URI url, String method, Map<String, String> headers, @Nullable Bytes body) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern FIELD_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  /// Headers that belong to the connection, or are ours.
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "upgrade",
          "expect",
          "te",
          "trailer",
          "idempotency-key",
          "actionqueue-attempt");

  static HttpPayload parse(Bytes payload) throws InvalidPayload {
    PayloadJson json = PayloadJson.parse(payload);
    String url = json.text("url");
    if (url == null) {
      throw new InvalidPayload("url is required");
    }
    Bytes body = body(json);
    return new HttpPayload(target(url), method(json, body), headers(json), body);
  }

  /// An address that can be called.
  static URI target(String text) throws InvalidPayload {
    try {
      var uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean callable = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
      if (callable && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw new InvalidPayload("not an http or https address without credentials: " + text);
  }

  private static @Nullable Bytes body(PayloadJson json) throws InvalidPayload {
    String text = json.text("body");
    String base64 = json.text("body_base64");
    if (text != null && base64 != null) {
      throw new InvalidPayload("body and body_base64 exclude each other");
    }
    if (text != null) {
      return Bytes.utf8(text);
    }
    try {
      return base64 == null ? null : Bytes.takeOver(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("body_base64 is not standard base64");
    }
  }

  private static String method(PayloadJson json, @Nullable Bytes body) throws InvalidPayload {
    String method = json.text("method");
    if (method == null) {
      return body == null ? "GET" : "POST";
    }
    String upper = method.toUpperCase(Locale.ROOT);
    if (!TOKEN.matcher(upper).matches() || upper.equals("CONNECT") || upper.equals("TRACE")) {
      throw new InvalidPayload("method is not allowed: " + method);
    }
    return upper;
  }

  private static Map<String, String> headers(PayloadJson json) throws InvalidPayload {
    Map<String, String> headers = json.map("headers");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey();
      if (!TOKEN.matcher(name).matches()
          || RESERVED.contains(name.toLowerCase(Locale.ROOT))
          || !FIELD_VALUE.matcher(header.getValue()).matches()) {
        throw new InvalidPayload("header is not allowed: " + name);
      }
    }
    return headers;
  }
}
