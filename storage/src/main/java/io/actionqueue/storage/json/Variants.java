package io.actionqueue.storage.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lists and enumerations in JSON: an enumeration's value is a name, or an object with the name as
/// its only key.
public final class Variants {
  private Variants() {}

  /// Reads an array whose elements `element` reads.
  public static <T> ObjectReader.Decoder<List<T>> listOf(ObjectReader.Decoder<T> element) {
    return in -> {
      var list = new ArrayList<T>();
      in.beginArray();
      while (in.nextElement()) {
        list.add(element.read(in));
      }
      return List.copyOf(list);
    };
  }

  /// Reads an array whose elements `element` reads and keeps none of them; gives their number.
  public static ObjectReader.Decoder<Long> eachOf(ObjectReader.Decoder<?> element) {
    return in -> {
      long count = 0;
      in.beginArray();
      while (in.nextElement()) {
        var _ = element.read(in);
        count++;
      }
      return count;
    };
  }

  /// Reads an object with exactly one key; `decoders` knows the decoder of each key, null for an
  /// unknown one.
  static <T> T read(
      JsonReader in, String type, Function<String, ObjectReader.@Nullable Decoder<T>> decoders)
      throws IOException {
    in.beginObject();
    String name = in.nextName();
    var decoder = name == null ? null : decoders.apply(name);
    if (decoder == null) {
      throw in.fault(type + " has no variant '" + name + "'");
    }
    T value = decoder.read(in);
    if (in.nextName() != null) {
      throw in.fault(type + " must have exactly one key");
    }
    return value;
  }

  /// Reads a text that must be the name of one of `values`.
  static <T> T byName(JsonReader in, List<T> values, Function<T, String> nameOf)
      throws IOException {
    String name = in.text();
    for (T value : values) {
      if (nameOf.apply(value).equals(name)) {
        return value;
      }
    }
    throw in.fault("'" + name + "' is none of the known names");
  }
}
