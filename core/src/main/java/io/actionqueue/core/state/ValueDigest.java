package io.actionqueue.core.state;

import io.actionqueue.core.Bytes;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A SHA-256 digest of values made of records: every component of every record goes in, so that one
/// that is added later cannot be forgotten. Different values give different input.
final class ValueDigest {
  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          var accessors = new Method[components.length];
          for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
          }
          return accessors;
        }
      };

  private final MessageDigest digest = sha256();
  private final byte[] buffer = new byte[8192];
  private int filled;

  /// Takes in a value.
  ValueDigest put(@Nullable Object value) {
    switch (value) {
      case null -> tag('0');
      case Long number -> tag('n').number(number);
      case Integer number -> tag('i').number(number);
      case Boolean truth -> tag(truth ? 't' : 'f');
      case Enum<?> constant -> tag('e').number(constant.ordinal());
      case String text -> tag('s').bytes(text.getBytes(StandardCharsets.UTF_8));
      case Bytes bytes -> tag('b').bytes(bytes.toArray());
      case List<?> list -> {
        tag('l').number(list.size());
        list.forEach(this::put);
      }
      case Record named -> components(named);
      default -> throw new IllegalArgumentException("no digest of " + value.getClass());
    }
    return this;
  }

  /// The digest as 64 hexadecimal digits.
  String hex() {
    digest.update(buffer, 0, filled);
    return HexFormat.of().formatHex(digest.digest());
  }

  private void components(Record named) {
    tag('r').bytes(named.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
    for (Method accessor : ACCESSORS.get(named.getClass())) {
      try {
        put(accessor.invoke(named));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + accessor, e);
      }
    }
  }

  private ValueDigest tag(char tag) {
    room(1);
    buffer[filled++] = (byte) tag;
    return this;
  }

  private void number(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[filled++] = (byte) (value >>> shift);
    }
  }

  private void bytes(byte[] bytes) {
    number(bytes.length);
    if (bytes.length <= buffer.length) {
      room(bytes.length);
      System.arraycopy(bytes, 0, buffer, filled, bytes.length);
      filled += bytes.length;
    } else {
      room(buffer.length);
      digest.update(bytes);
    }
  }

  private void room(int bytes) {
    if (filled + bytes > buffer.length) {
      digest.update(buffer, 0, filled);
      filled = 0;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
