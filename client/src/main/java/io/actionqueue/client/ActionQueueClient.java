package io.actionqueue.client;

import io.actionqueue.client.wire.BudgetDetail;
import io.actionqueue.client.wire.BudgetList;
import io.actionqueue.client.wire.BudgetOrder;
import io.actionqueue.client.wire.CancelTaskAnswer;
import io.actionqueue.client.wire.ChildrenList;
import io.actionqueue.client.wire.DependencyList;
import io.actionqueue.client.wire.DependencyOrder;
import io.actionqueue.client.wire.EngineView;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.EventAnswer;
import io.actionqueue.client.wire.EventOrder;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunExplanation;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.RunOrder;
import io.actionqueue.client.wire.SchedulePreview;
import io.actionqueue.client.wire.SnapshotAnswer;
import io.actionqueue.client.wire.SnapshotTicket;
import io.actionqueue.client.wire.Stats;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.SubscriptionDetail;
import io.actionqueue.client.wire.SubscriptionList;
import io.actionqueue.client.wire.SubscriptionOrder;
import io.actionqueue.client.wire.SuspendRequest;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.client.wire.TaskSchedule;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls the HTTP API of one daemon. Thread-safe; methods block until the answer is here.
///
/// Every method throws [ClientException.Refused] when the daemon refuses,
/// [ClientException.Unreachable] when there is no answer and [ClientException.Unintelligible] when
/// the answer is not one of a daemon.
public final class ActionQueueClient implements AutoCloseable {
  private static final byte[] NO_BODY = {};
  private static final String SNAPSHOT = "/api/v1/engine/snapshot";

  /// How long one request waits for a snapshot.
  private static final Duration TURN = Duration.ofSeconds(20);

  private final HttpExchange exchange;

  private ActionQueueClient(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /// A client; connects with the first call.
  public static ActionQueueClient connect(ClientOptions options) {
    return new ActionQueueClient(new HttpExchange(options));
  }

  /// Makes a task durable. Sent again under the same key, it gives the first answer again.
  public SubmitAnswer submit(Submission submission) {
    return post("/api/v1/tasks", submission.toJson(), SubmitAnswer.class);
  }

  /// One task.
  public TaskDetail task(TaskId id) {
    return get("/api/v1/tasks/" + id, TaskDetail.class);
  }

  /// One task, after it has ended or `wait` is over, whichever comes first.
  ///
  /// @param wait 0 to 60 s, in whole seconds
  public TaskDetail awaitTask(TaskId id, Duration wait) {
    return exchange.get(
        "/api/v1/tasks/" + id + "?wait=" + wait.toSeconds(), wait, TaskDetail.class);
  }

  /// A slice of the tasks, highest priority first.
  public TaskList tasks(ListFilter filter) {
    return get("/api/v1/tasks" + filter.query("created"), TaskList.class);
  }

  /// One run.
  public RunDetail run(RunId id) {
    return get("/api/v1/runs/" + id, RunDetail.class);
  }

  /// A slice of the runs, by due time.
  public RunList runs(ListFilter filter) {
    return get("/api/v1/runs" + filter.query("scheduled"), RunList.class);
  }

  /// Adds a run to a task, beside those that its policy implies. May be repeated after
  /// [ClientException.Unreachable] where the order names its id.
  public RunDetail addRun(TaskId task, RunOrder order) {
    return post("/api/v1/tasks/" + task + "/runs", WireJson.write(order), RunDetail.class);
  }

  /// The next instants at which a cron expression fires, in UTC, from now on.
  ///
  /// @param count 1 to 1000
  public SchedulePreview previewSchedule(String cron, int count) {
    return get(
        "/api/v1/schedules/preview?cron=" + UrlText.encoded(cron) + "&count=" + count,
        SchedulePreview.class);
  }

  /// The next instants at which a task is due, and what its misfire policy has passed over.
  ///
  /// @param count 1 to 1000
  public TaskSchedule schedule(TaskId task, int count) {
    return get("/api/v1/tasks/" + task + "/schedule?count=" + count, TaskSchedule.class);
  }

  /// Tenants, and what actors are and may do in them.
  public TenantClient tenants() {
    return new TenantClient(exchange);
  }

  /// Why a run is, or is not, executing.
  public RunExplanation explain(RunId id) {
    return get("/api/v1/runs/" + id + "/explain", RunExplanation.class);
  }

  /// The budgets of a task.
  public BudgetList budgets(TaskId id) {
    return get("/api/v1/tasks/" + id + "/budgets", BudgetList.class);
  }

  /// Sets the ceiling of a dimension; with `replace`, also where there is one.
  public BudgetDetail allocateBudget(TaskId id, BudgetDimension dimension, BudgetOrder order) {
    return exchange.put(budget(id, dimension), WireJson.write(order), BudgetDetail.class);
  }

  /// Sets a new ceiling and starts consumption at 0.
  ///
  /// @param limit at least 1
  public BudgetDetail replenishBudget(TaskId id, BudgetDimension dimension, long limit) {
    byte[] body = WireJson.write(new BudgetOrder(limit, null));
    return post(budget(id, dimension) + "/replenish", body, BudgetDetail.class);
  }

  private static String budget(TaskId id, BudgetDimension dimension) {
    return "/api/v1/tasks/" + id + "/budgets/" + dimension.wireName();
  }

  /// What a task waits for, and the first 100 that wait for it.
  public DependencyList dependencies(TaskId id) {
    return dependencies(id, ListFilter.slice(100, 0));
  }

  /// What a task waits for, and a slice of what waits for it.
  public DependencyList dependencies(TaskId id, ListFilter slice) {
    return get("/api/v1/tasks/" + id + "/dependencies" + slice.query(""), DependencyList.class);
  }

  /// Makes a task wait for others too.
  public DependencyList declareDependencies(TaskId id, List<TaskId> prerequisites) {
    byte[] body = WireJson.write(new DependencyOrder(prerequisites));
    return post("/api/v1/tasks/" + id + "/dependencies", body, DependencyList.class);
  }

  /// The first 100 children of a task with their newest runs.
  public ChildrenList children(TaskId id) {
    return children(id, ListFilter.slice(100, 0));
  }

  /// A slice of the children of a task with their newest runs.
  public ChildrenList children(TaskId id, ListFilter slice) {
    return get("/api/v1/tasks/" + id + "/children" + slice.query(""), ChildrenList.class);
  }

  /// Makes a subscription.
  public SubscriptionDetail subscribe(SubscriptionOrder order) {
    return post("/api/v1/subscriptions", WireJson.write(order), SubscriptionDetail.class);
  }

  /// The first 100 subscriptions of a task in order of creation, ended ones too.
  public SubscriptionList subscriptions(TaskId subscriber) {
    return subscriptions(subscriber, ListFilter.slice(100, 0));
  }

  /// A slice of the subscriptions of a task in order of creation, ended ones too.
  public SubscriptionList subscriptions(TaskId subscriber, ListFilter slice) {
    return get("/api/v1/subscriptions" + slice.task(subscriber).query(""), SubscriptionList.class);
  }

  /// Tells everybody who waits for a key that it has happened.
  public EventAnswer fire(String key) {
    return post("/api/v1/events", WireJson.write(new EventOrder(key)), EventAnswer.class);
  }

  /// What workers ask for.
  public WorkerClient workers() {
    return new WorkerClient(exchange);
  }

  /// Runs that wait until somebody decides.
  public ApprovalClient approvals() {
    return new ApprovalClient(exchange);
  }

  /// The ledgers of the tenants.
  public LedgerClient ledger() {
    return new LedgerClient(exchange);
  }

  /// Runs that have failed for good.
  public DeadLetterClient deadLetters() {
    return new DeadLetterClient(exchange);
  }

  /// Limits and pauses of actions, keys and tenants.
  public LimitClient limits() {
    return new LimitClient(exchange);
  }

  /// Totals.
  public Stats stats() {
    return get("/api/v1/stats", Stats.class);
  }

  /// What the engine is doing.
  public EngineView engine() {
    return get("/api/v1/engine", EngineView.class);
  }

  /// Cancels a task with all its runs and descendants.
  public CancelTaskAnswer cancelTask(TaskId id) {
    return post("/api/v1/tasks/" + id + "/cancel", NO_BODY, CancelTaskAnswer.class);
  }

  /// Cancels a run.
  public RunAnswer cancelRun(RunId id) {
    return post("/api/v1/runs/" + id + "/cancel", NO_BODY, RunAnswer.class);
  }

  /// Asks the handler of a run to set it aside.
  public RunAnswer suspendRun(RunId id, @Nullable String reason) {
    byte[] body = reason == null ? NO_BODY : WireJson.write(new SuspendRequest(reason));
    return post("/api/v1/runs/" + id + "/suspend", body, RunAnswer.class);
  }

  /// Lets a suspended run go on.
  public RunAnswer resumeRun(RunId id) {
    return post("/api/v1/runs/" + id + "/resume", NO_BODY, RunAnswer.class);
  }

  /// Holds promotion by time and starts.
  public StatusAnswer pause() {
    return post("/api/v1/engine/pause", NO_BODY, StatusAnswer.class);
  }

  /// Writes a snapshot of at least all that was answered before, drops what the retention lets go
  /// before it, and the log that is not needed any more behind it. Waits until that is done,
  /// however long it takes; [ClientException.Refused] with the code `snapshot_failed` if it cannot
  /// be written.
  public SnapshotAnswer snapshot() {
    return demand(SNAPSHOT);
  }

  /// The same, and drops all of the log before the snapshot.
  public SnapshotAnswer compact() {
    return demand("/api/v1/engine/compact");
  }

  private SnapshotAnswer demand(String path) {
    return exchange.post(
        path + "?wait=" + TURN.toSeconds(),
        TURN,
        SnapshotAnswer.class,
        SnapshotTicket.class,
        this::follow);
  }

  /// Asks again until a snapshot that takes long is written.
  private SnapshotAnswer follow(SnapshotTicket asked) {
    SnapshotTicket now = asked;
    SnapshotAnswer written = now.snapshot();
    while (written == null) {
      ErrorBody error = now.error();
      if (error != null) {
        throw new ClientException.Refused(500, error);
      }
      String path = SNAPSHOT + "/" + asked.number() + "?wait=" + TURN.toSeconds();
      now = exchange.get(path, TURN, SnapshotTicket.class);
      written = now.snapshot();
    }
    return written;
  }

  /// Ends a pause.
  public StatusAnswer resume() {
    return post("/api/v1/engine/resume", NO_BODY, StatusAnswer.class);
  }

  /// One run, after it has left a state or `wait` is over, whichever comes first.
  ///
  /// @param seen the state that the caller knows
  /// @param wait 0 to 60 s, in whole seconds
  public RunDetail awaitRun(RunId id, RunState seen, Duration wait) {
    String query = "?wait=" + wait.toSeconds() + "&seen=" + seen.wireName();
    return exchange.get("/api/v1/runs/" + id + query, wait, RunDetail.class);
  }

  /// Follows durable events until the feed is closed.
  public EventFeed events(EventQuery query) {
    return new EventFeed(exchange.stream("/api/v1/events/stream" + query.query(), query.after()));
  }

  /// Whether the daemon takes work; a daemon that does not answers with its reason instead of
  /// refusing.
  public StatusAnswer ready() {
    return exchange.readiness();
  }

  /// The metrics in Prometheus text format.
  public String metrics() {
    return new String(exchange.getBytes("/metrics"), StandardCharsets.UTF_8);
  }

  /// Any route of the API: the body of a GET answer, as it came.
  ///
  /// @param pathAndQuery begins with a slash
  public byte[] getBytes(String pathAndQuery) {
    return exchange.getBytes(pathAndQuery);
  }

  private <T> T get(String path, Class<T> type) {
    return exchange.get(path, Duration.ZERO, type);
  }

  private <T> T post(String path, byte[] body, Class<T> type) {
    return exchange.post(path, body, type);
  }

  /// Closes the connections.
  @Override
  public void close() {
    exchange.close();
  }
}
