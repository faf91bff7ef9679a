package io.actionqueue.cli;

import io.actionqueue.client.wire.RunsByState;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Records of the wire as parts of documents: the same names and values as over HTTP.
final class Documents {
  private Documents() {}

  /// A record as a map.
  static Map<String, @Nullable Object> of(Object wireRecord) {
    return object(WireJson.tree(WireJson.write(wireRecord)));
  }

  static List<@Nullable Object> list(List<?> wireRecords) {
    var list = new ArrayList<@Nullable Object>(wireRecords.size());
    wireRecords.forEach(each -> list.add(of(each)));
    return list;
  }

  /// Runs by state without the detour over JSON: `stats` is asked often.
  static Map<String, @Nullable Object> of(RunsByState counts) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    for (RunState state : RunState.values()) {
      document.put(state.label(), counts.of(state));
    }
    return document;
  }

  private static Map<String, @Nullable Object> object(JsonNode node) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    node.properties().forEach(entry -> object.put(entry.getKey(), value(entry.getValue())));
    return object;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isObject()) {
      return object(node);
    }
    if (node.isArray()) {
      var list = new ArrayList<@Nullable Object>(node.size());
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    if (node.isIntegralNumber()) {
      // Signed numbers are small; what does not fit into 63 bits is unsigned.
      return node.canConvertToInt() ? (Object) node.intValue() : node.bigIntegerValue().longValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.stringValue();
  }
}
