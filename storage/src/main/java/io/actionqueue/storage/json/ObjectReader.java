package io.actionqueue.storage.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One JSON object with known keys: declare the fields, call [#read()], then ask each field for its
/// value.
///
/// Keys may come in any order; unknown ones are passed over; a known one that comes twice is
/// refused, and so is a null where the field is not optional.
public final class ObjectReader {
  private final JsonReader in;
  private final String type;
  private final List<Field<?>> fields = new ArrayList<>(16);

  private ObjectReader(JsonReader in, String type) {
    this.in = in;
    this.type = type;
  }

  /// An object about to be read.
  ///
  /// @param in the text, in front of the object
  /// @param type its name for messages
  public static ObjectReader of(JsonReader in, String type) {
    return new ObjectReader(in, type);
  }

  /// How a value is read.
  ///
  /// @param <T> its type
  @FunctionalInterface
  public interface Decoder<T> {
    /// Reads one value, which is not null.
    T read(JsonReader in) throws IOException;
  }

  /// A field that must be there.
  public <T> Field<T> required(String name, Decoder<T> decoder) {
    return declare(new Field<>(name, decoder, Presence.REQUIRED));
  }

  /// A field that may be missing or null.
  public <T> Field<T> optional(String name, Decoder<T> decoder) {
    return declare(new Field<>(name, decoder, Presence.OPTIONAL));
  }

  /// A field that may be missing and must not be null.
  public <T> Field<T> defaulted(String name, Decoder<T> decoder) {
    return declare(new Field<>(name, decoder, Presence.DEFAULTED));
  }

  /// Reads the object to its end.
  ///
  /// @throws JsonException if a required field is missing, or for anything wrong inside
  public void read() throws IOException {
    in.beginObject();
    int expected = 0;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      int index = indexOf(name, expected);
      if (index < 0) {
        in.skipValue();
        continue;
      }
      fields.get(index).take(in, type);
      expected = index + 1;
    }
    for (Field<?> field : fields) {
      if (field.presence == Presence.REQUIRED && !field.seen) {
        throw in.fault(type + " has no field '" + field.name + "'");
      }
    }
  }

  private int indexOf(String name, int expected) {
    if (expected < fields.size() && fields.get(expected).name.equals(name)) {
      return expected;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name.equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private <T> Field<T> declare(Field<T> field) {
    fields.add(field);
    return field;
  }

  private enum Presence {
    REQUIRED,
    OPTIONAL,
    DEFAULTED
  }

  /// One key and, after reading, its value.
  ///
  /// @param <T> type of the value
  public static final class Field<T> {
    private final String name;
    private final Decoder<T> decoder;
    private final Presence presence;
    private boolean seen;
    private @Nullable T value;

    private Field(String name, Decoder<T> decoder, Presence presence) {
      this.name = name;
      this.decoder = decoder;
      this.presence = presence;
    }

    /// The value of a required field.
    public T get() {
      if (value == null) {
        throw new IllegalStateException("field '" + name + "' was not read");
      }
      return value;
    }

    /// The value, or null where it was missing or null.
    public @Nullable T orNull() {
      return value;
    }

    /// The value, or another where it was missing.
    public T or(T fallback) {
      return value == null ? fallback : value;
    }

    private void take(JsonReader in, String type) throws IOException {
      if (seen) {
        throw in.fault(type + " has the field '" + name + "' twice");
      }
      seen = true;
      if (presence != Presence.OPTIONAL || !in.takeNull()) {
        value = decoder.read(in);
      }
    }
  }
}
