package io.actionqueue.storage.snapshot;

import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.json.JsonReader;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.json.ModelReader;
import io.actionqueue.storage.json.ModelWriter;
import io.actionqueue.storage.json.ObjectReader;
import io.actionqueue.storage.json.ObjectReader.Field;
import io.actionqueue.storage.json.RunReader;
import io.actionqueue.storage.json.StateReader;
import io.actionqueue.storage.json.StateWriter;
import io.actionqueue.storage.json.TaskReader;
import io.actionqueue.storage.json.Variants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The JSON text of a v8 snapshot (spec 01 §8.3 and §8.4): what is written has its keys in the
/// order of the format's tables, what is read may have them in any.
final class V8Json {
  private static final StateImage.Engine NEVER_PAUSED = new StateImage.Engine(false, null, null);

  private V8Json() {}

  static void write(JsonWriter out, V8Snapshot snapshot) throws IOException {
    StateImage state = snapshot.state();
    out.beginObject().name("version").unsigned(snapshot.version());
    out.name("timestamp").unsigned(snapshot.timestamp());
    out.name("metadata").beginObject().name("schema_version").unsigned(snapshot.schemaVersion());
    out.name("wal_sequence").unsigned(state.sequence());
    out.name("task_count").unsigned(snapshot.taskCount());
    out.name("run_count").unsigned(snapshot.runCount()).endObject();
    list(out, "tasks", state.tasks(), V8Json::task);
    list(out, "runs", state.runs(), V8Json::run);
    out.name("engine");
    StateWriter.engine(out, state.engine());
    dependencies(out, snapshot);
    list(out, "budgets", state.budgets(), StateWriter::budget);
    list(out, "subscriptions", state.subscriptions(), StateWriter::subscription);
    list(out, "actors", state.actors(), StateWriter::actor);
    list(out, "tenants", state.tenants(), StateWriter::tenant);
    list(out, "role_assignments", state.roles(), StateWriter::roleAssignment);
    list(out, "capability_grants", state.grants(), StateWriter::capabilityGrant);
    list(out, "ledger_entries", state.ledger(), StateWriter::ledgerEntry);
    out.endObject();
  }

  private interface ItemWriter<T> {
    void write(JsonWriter out, T item) throws IOException;
  }

  private static <T> void list(JsonWriter out, String name, List<T> items, ItemWriter<T> writer)
      throws IOException {
    out.name(name).beginArray();
    for (T item : items) {
      writer.write(out, item);
    }
    out.endArray();
  }

  private static void task(JsonWriter out, StateImage.Task task) throws IOException {
    out.beginObject().name("task_spec");
    ModelWriter.taskSpec(out, task.spec());
    out.name("created_at").unsigned(task.createdAt()).name("updated_at").nullValue();
    out.name("canceled_at").unsigned(task.canceledAt()).endObject();
  }

  private static void run(JsonWriter out, StateImage.Run run) throws IOException {
    out.beginObject().name("run_instance");
    ModelWriter.runInstance(out, run.instance());
    out.name("state_history");
    ModelWriter.history(out, run.history());
    out.name("attempts");
    ModelWriter.attempts(out, run.attempts());
    out.name("lease");
    ModelWriter.lease(out, run.lease());
    out.endObject();
  }

  private static void dependencies(JsonWriter out, V8Snapshot snapshot) throws IOException {
    out.name("dependency_declarations").beginArray();
    List<StateImage.Dependencies> declarations = snapshot.state().dependencies();
    for (int i = 0; i < declarations.size(); i++) {
      StateImage.Dependencies declaration = declarations.get(i);
      out.beginObject().name("task_id").id(declaration.taskId()).name("depends_on");
      ModelWriter.ids(out, declaration.dependsOn());
      out.name("declared_at").unsigned(snapshot.declaredAt().get(i)).endObject();
    }
    out.endArray();
  }

  /// Reads the object; what follows it is the caller's business.
  static V8Snapshot read(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "snapshot");
    var version = object.required("version", JsonReader::unsigned32);
    var timestamp = object.required("timestamp", JsonReader::unsigned64);
    var metadata = object.required("metadata", Metadata::read);
    var tasks = object.required("tasks", Variants.listOf(V8Json::task));
    var runs = object.required("runs", Variants.listOf(V8Json::run));
    var engine = object.defaulted("engine", StateReader::engine);
    var dependencies = list(object, "dependency_declarations", Declaration::read);
    var budgets = list(object, "budgets", StateReader::budget);
    var subscriptions = list(object, "subscriptions", StateReader::subscription);
    var actors = list(object, "actors", StateReader::actor);
    var tenants = list(object, "tenants", StateReader::tenant);
    var roles = list(object, "role_assignments", StateReader::roleAssignment);
    var grants = list(object, "capability_grants", StateReader::capabilityGrant);
    var ledger = list(object, "ledger_entries", StateReader::ledgerEntry);
    object.read();
    Metadata counts = metadata.get();
    List<Declaration> declarations = dependencies.or(List.of());
    var state =
        new StateImage(
            counts.walSequence,
            tasks.get(),
            runs.get(),
            engine.or(NEVER_PAUSED),
            Declaration.dependencies(declarations),
            budgets.or(List.of()),
            subscriptions.or(List.of()),
            actors.or(List.of()),
            tenants.or(List.of()),
            roles.or(List.of()),
            grants.or(List.of()),
            ledger.or(List.of()),
            List.of());
    return new V8Snapshot(
        version.get(),
        timestamp.get(),
        counts.schemaVersion,
        counts.taskCount,
        counts.runCount,
        state,
        Declaration.instants(declarations));
  }

  /// Reads the object as [#read(JsonReader)] does, with the same faults, and keeps of it only what
  /// the rules ask for.
  static V8Facts facts(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "snapshot");
    var _ = object.required("version", JsonReader::unsigned32);
    var _ = object.required("timestamp", JsonReader::unsigned64);
    var metadata = object.required("metadata", Metadata::read);
    var tasks = object.required("tasks", Variants.listOf(each -> V8Facts.of(task(each))));
    var runs = object.required("runs", Variants.listOf(each -> V8Facts.of(run(each))));
    var engine = object.defaulted("engine", StateReader::engine);
    var dependencies =
        list(object, "dependency_declarations", each -> Declaration.read(each).dependencies);
    var budgets = list(object, "budgets", StateReader::budget);
    var subscriptions =
        list(object, "subscriptions", each -> V8Facts.of(StateReader.subscription(each)));
    pass(object, "actors", StateReader::actor);
    pass(object, "tenants", StateReader::tenant);
    pass(object, "role_assignments", StateReader::roleAssignment);
    pass(object, "capability_grants", StateReader::capabilityGrant);
    pass(object, "ledger_entries", StateReader::ledgerEntry);
    object.read();
    Metadata counts = metadata.get();
    return new V8Facts(
        counts.schemaVersion,
        counts.walSequence,
        counts.taskCount,
        counts.runCount,
        tasks.get(),
        runs.get(),
        engine.or(NEVER_PAUSED),
        dependencies.or(List.of()),
        budgets.or(List.of()),
        subscriptions.or(List.of()));
  }

  /// Reads a list element by element and keeps none.
  private static void pass(ObjectReader object, String name, ObjectReader.Decoder<?> element) {
    var _ = object.defaulted(name, Variants.eachOf(element));
  }

  private static <T> Field<List<T>> list(
      ObjectReader object, String name, ObjectReader.Decoder<T> element) {
    return object.defaulted(name, Variants.listOf(element));
  }

  private static StateImage.Task task(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "task");
    var spec = object.required("task_spec", TaskReader::taskSpec);
    var createdAt = object.required("created_at", JsonReader::unsigned64);
    var _ = object.optional("updated_at", JsonReader::unsigned64);
    var canceledAt = object.optional("canceled_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.Task(spec.get(), createdAt.get(), canceledAt.orNull());
  }

  private static StateImage.Run run(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "run");
    var instance = object.required("run_instance", RunReader::runInstance);
    var history = object.required("state_history", Variants.listOf(RunReader::historyEntry));
    var attempts = object.required("attempts", Variants.listOf(RunReader::attempt));
    var lease = object.optional("lease", RunReader::lease);
    object.read();
    return new StateImage.Run(instance.get(), history.get(), attempts.get(), lease.orNull());
  }

  private record Metadata(long schemaVersion, long walSequence, long taskCount, long runCount) {
    static Metadata read(JsonReader in) throws IOException {
      var object = ObjectReader.of(in, "metadata");
      var schema = object.required("schema_version", JsonReader::unsigned32);
      var sequence = object.required("wal_sequence", JsonReader::unsigned64);
      var taskCount = object.required("task_count", JsonReader::unsigned64);
      var runCount = object.required("run_count", JsonReader::unsigned64);
      object.read();
      return new Metadata(schema.get(), sequence.get(), taskCount.get(), runCount.get());
    }
  }

  private record Declaration(StateImage.Dependencies dependencies, long declaredAt) {
    static Declaration read(JsonReader in) throws IOException {
      var object = ObjectReader.of(in, "dependency_declaration");
      var task = object.required("task_id", ModelReader::taskId);
      var dependsOn = object.required("depends_on", Variants.listOf(ModelReader::taskId));
      var declaredAt = object.required("declared_at", JsonReader::unsigned64);
      object.read();
      return new Declaration(
          new StateImage.Dependencies(task.get(), dependsOn.get()), declaredAt.get());
    }

    static List<StateImage.Dependencies> dependencies(List<Declaration> declarations) {
      var list = new ArrayList<StateImage.Dependencies>(declarations.size());
      for (Declaration declaration : declarations) {
        list.add(declaration.dependencies);
      }
      return list;
    }

    static List<Long> instants(List<Declaration> declarations) {
      var list = new ArrayList<Long>(declarations.size());
      for (Declaration declaration : declarations) {
        list.add(declaration.declaredAt);
      }
      return list;
    }
  }
}
