package io.actionqueue.client.wire;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/// How values of the domain look in JSON.
final class WireTypes {
  private static final BigInteger MAX_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private WireTypes() {}

  static SimpleModule module() {
    var module = new SimpleModule("actionqueue-wire");
    addText(module, TaskId.class, TaskId::toString, TaskId::parse);
    addText(module, RunId.class, RunId::toString, RunId::parse);
    addText(module, AttemptId.class, AttemptId::toString, AttemptId::parse);
    addText(module, TenantId.class, TenantId::toString, TenantId::parse);
    addText(module, SubscriptionId.class, SubscriptionId::toString, SubscriptionId::parse);
    addText(module, ActorId.class, ActorId::toString, ActorId::parse);
    addText(module, LedgerEntryId.class, LedgerEntryId::toString, LedgerEntryId::parse);
    addNamed(module, GateVerdict.class, List.of(GateVerdict.values()), WireTypes::lowerCase);
    addNamed(
        module,
        BudgetDimension.class,
        List.of(BudgetDimension.values()),
        BudgetDimension::wireName);
    addNamed(module, RunState.class, List.of(RunState.values()), RunState::wireName);
    addNamed(module, HoldPolicy.class, List.of(HoldPolicy.values()), HoldPolicy::wireName);
    addNamed(module, SafetyLevel.class, List.of(SafetyLevel.values()), SafetyLevel::wireName);
    module.addSerializer(Bytes.class, new BytesWriter());
    module.addDeserializer(Bytes.class, new BytesReader());
    module.addSerializer(RunPolicy.class, new RunPolicyWriter());
    module.addDeserializer(RunPolicy.class, new RunPolicyReader());
    module.addSerializer(Long.class, new UnsignedWriter());
    module.addSerializer(Long.TYPE, new UnsignedWriter());
    module.addDeserializer(Long.class, new UnsignedReader());
    module.addDeserializer(Long.TYPE, new UnsignedReader());
    return module;
  }

  private static <T> void addNamed(
      SimpleModule module, Class<T> type, List<T> values, Function<T, String> name) {
    addText(module, type, name, text -> named(values, name, text));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <T> T named(List<T> values, Function<T, String> name, String text) {
    for (T value : values) {
      if (name.apply(value).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "expected one of " + values.stream().map(name).toList() + ", was '" + text + "'");
  }

  private static <T> void addText(
      SimpleModule module, Class<T> type, Function<T, String> print, Function<String, T> parse) {
    module.addSerializer(type, new TextWriter<>(print));
    module.addDeserializer(type, new TextReader<>(type, parse));
  }

  private static final class TextWriter<T> extends ValueSerializer<T> {
    private final Function<T, String> print;

    TextWriter(Function<T, String> print) {
      this.print = print;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeString(print.apply(value));
    }
  }

  private static final class TextReader<T> extends ValueDeserializer<T> {
    private final Class<T> type;
    private final Function<String, T> parse;

    TextReader(Class<T> type, Function<String, T> parse) {
      this.type = type;
      this.parse = parse;
    }

    @Override
    public @Nullable T deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        return context.reportInputMismatch(type, "expected a string");
      }
      try {
        return parse.apply(in.getString());
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(type, "%s", e.getMessage());
      }
    }
  }

  /// Bytes are arrays of integers from 0 to 255.
  private static final class BytesWriter extends ValueSerializer<Bytes> {
    @Override
    public void serialize(Bytes value, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      for (int i = 0; i < value.length(); i++) {
        out.writeNumber(value.at(i));
      }
      out.writeEndArray();
    }
  }

  private static final class BytesReader extends ValueDeserializer<Bytes> {
    @Override
    public @Nullable Bytes deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        return context.reportInputMismatch(Bytes.class, "expected an array of bytes");
      }
      var bytes = new ByteArrayOutputStream();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        int value = in.currentToken() == JsonToken.VALUE_NUMBER_INT ? in.getIntValue() : -1;
        if (value < 0 || value > 255) {
          return context.reportInputMismatch(
              Bytes.class, "expected integers from 0 to 255, was %s", in.getString());
        }
        bytes.write(value);
      }
      return Bytes.takeOver(bytes.toByteArray());
    }
  }

  private static final class RunPolicyWriter extends ValueSerializer<RunPolicy> {
    @Override
    public void serialize(RunPolicy value, JsonGenerator out, SerializationContext context) {
      switch (value) {
        case RunPolicy.Once _ -> out.writeString("Once");
        case RunPolicy.Repeat(var count, var interval) -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("Repeat");
          out.writeNumberProperty("count", count);
          out.writeName("interval_secs");
          UnsignedWriter.write(interval, out);
          out.writeEndObject();
          out.writeEndObject();
        }
        case RunPolicy.Cron(var expression, var maxOccurrences) -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("Cron");
          out.writeStringProperty("expression", expression);
          if (maxOccurrences != null) {
            out.writeNumberProperty("max_occurrences", maxOccurrences);
          }
          out.writeEndObject();
          out.writeEndObject();
        }
      }
    }
  }

  private static final class RunPolicyReader extends ValueDeserializer<RunPolicy> {
    @Override
    public @Nullable RunPolicy deserialize(JsonParser in, DeserializationContext context) {
      JsonNode node = context.readTree(in);
      try {
        return RunPolicyJson.read(node);
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(RunPolicy.class, "%s", e.getMessage());
      }
    }
  }

  /// Counters, sequences and seconds: all 64 bits are digits.
  private static final class UnsignedWriter extends ValueSerializer<Long> {
    @Override
    public void serialize(Long value, JsonGenerator out, SerializationContext context) {
      write(value, out);
    }

    static void write(long value, JsonGenerator out) {
      if (value >= 0) {
        out.writeNumber(value);
      } else {
        out.writeNumber(new BigInteger(Long.toUnsignedString(value)));
      }
    }
  }

  private static final class UnsignedReader extends ValueDeserializer<Long> {
    @Override
    public @Nullable Long deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        return context.reportInputMismatch(Long.class, "expected an integer");
      }
      BigInteger value = in.getBigIntegerValue();
      if (value.signum() < 0 || value.compareTo(MAX_U64) > 0) {
        return context.reportInputMismatch(
            Long.class, "expected an unsigned 64-bit integer, was %s", value);
      }
      return value.longValue();
    }
  }
}
