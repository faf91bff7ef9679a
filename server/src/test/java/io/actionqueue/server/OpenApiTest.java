package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.client.wire.ActorAnswer;
import io.actionqueue.client.wire.ActorDetail;
import io.actionqueue.client.wire.ActorList;
import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.client.wire.ApprovalList;
import io.actionqueue.client.wire.BeatAnswer;
import io.actionqueue.client.wire.BeatOrder;
import io.actionqueue.client.wire.Blocker;
import io.actionqueue.client.wire.BudgetDetail;
import io.actionqueue.client.wire.BudgetList;
import io.actionqueue.client.wire.BudgetOrder;
import io.actionqueue.client.wire.CancelTaskAnswer;
import io.actionqueue.client.wire.ChildrenAnswer;
import io.actionqueue.client.wire.ChildrenList;
import io.actionqueue.client.wire.ClaimDetail;
import io.actionqueue.client.wire.ClaimList;
import io.actionqueue.client.wire.ClaimOrder;
import io.actionqueue.client.wire.ClaimableList;
import io.actionqueue.client.wire.DeadLetterDetail;
import io.actionqueue.client.wire.DeadLetterList;
import io.actionqueue.client.wire.DecisionOrder;
import io.actionqueue.client.wire.DependencyList;
import io.actionqueue.client.wire.DependencyOrder;
import io.actionqueue.client.wire.EngineView;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.EventAnswer;
import io.actionqueue.client.wire.EventOrder;
import io.actionqueue.client.wire.LedgerAnswer;
import io.actionqueue.client.wire.LedgerDetail;
import io.actionqueue.client.wire.LedgerList;
import io.actionqueue.client.wire.LedgerOrder;
import io.actionqueue.client.wire.LimitDetail;
import io.actionqueue.client.wire.LimitList;
import io.actionqueue.client.wire.PauseList;
import io.actionqueue.client.wire.PauseOrder;
import io.actionqueue.client.wire.PriorityOrder;
import io.actionqueue.client.wire.Receipt;
import io.actionqueue.client.wire.RedriveAnswer;
import io.actionqueue.client.wire.RedriveList;
import io.actionqueue.client.wire.RedriveOrder;
import io.actionqueue.client.wire.ReportOrder;
import io.actionqueue.client.wire.RightsDetail;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.client.wire.RunApprovals;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunExplanation;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.RunOrder;
import io.actionqueue.client.wire.RunSummary;
import io.actionqueue.client.wire.RunsByState;
import io.actionqueue.client.wire.SchedulePreview;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.client.wire.ScopeDetail;
import io.actionqueue.client.wire.SnapshotAnswer;
import io.actionqueue.client.wire.SnapshotTicket;
import io.actionqueue.client.wire.Stats;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.SubscriptionDetail;
import io.actionqueue.client.wire.SubscriptionList;
import io.actionqueue.client.wire.SubscriptionOrder;
import io.actionqueue.client.wire.SuspendRequest;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.client.wire.TaskOptions;
import io.actionqueue.client.wire.TaskSchedule;
import io.actionqueue.client.wire.TaskSummary;
import io.actionqueue.client.wire.TenantAnswer;
import io.actionqueue.client.wire.TenantDetail;
import io.actionqueue.client.wire.TenantList;
import io.actionqueue.client.wire.TenantWeight;
import io.actionqueue.client.wire.WeightOrder;
import io.actionqueue.server.http.Access;
import io.actionqueue.server.http.Route;
import io.actionqueue.server.testing.LiveDaemon;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description of the API against what the daemon serves: routes, parameters, codes, records.
class OpenApiTest {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  /// Schemas that are the shape of one record.
  private static final Map<String, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry("Status", StatusAnswer.class),
          Map.entry("Snapshot", SnapshotAnswer.class),
          Map.entry("Stats", Stats.class),
          Map.entry("RunsByState", RunsByState.class),
          Map.entry("Engine", EngineView.class),
          Map.entry("Error", ErrorBody.class),
          Map.entry("TaskSummary", TaskSummary.class),
          Map.entry("Task", TaskDetail.class),
          Map.entry("TaskList", TaskList.class),
          Map.entry("RunSummary", RunSummary.class),
          Map.entry("RunList", RunList.class),
          Map.entry("Run", RunDetail.class),
          Map.entry("StateStep", RunDetail.StateStep.class),
          Map.entry("Attempt", RunDetail.AttemptDetail.class),
          Map.entry("Lease", RunDetail.LeaseDetail.class),
          Map.entry("Blocker", Blocker.class),
          Map.entry("Explanation", RunExplanation.class),
          Map.entry("TaskCanceled", CancelTaskAnswer.class),
          Map.entry("RunStatus", RunAnswer.class),
          Map.entry("SuspendRequest", SuspendRequest.class),
          Map.entry("Submitted", SubmitAnswer.class),
          Map.entry("SubscriptionOrder", SubscriptionOrder.class),
          Map.entry("Subscription", SubscriptionDetail.class),
          Map.entry("SubscriptionList", SubscriptionList.class),
          Map.entry("EventOrder", EventOrder.class),
          Map.entry("EventAnswer", EventAnswer.class),
          Map.entry("Event", StreamedEvent.class),
          Map.entry("Budget", BudgetDetail.class),
          Map.entry("BudgetList", BudgetList.class),
          Map.entry("BudgetOrder", BudgetOrder.class),
          Map.entry("DependencyList", DependencyList.class),
          Map.entry("DependencyOrder", DependencyOrder.class),
          Map.entry("ChildrenList", ChildrenList.class),
          Map.entry("Child", ChildrenList.Child.class),
          Map.entry("ChildRun", ChildrenList.ChildRun.class),
          Map.entry("ActorOrder", ActorOrder.class),
          Map.entry("ActorAnswer", ActorAnswer.class),
          Map.entry("Actor", ActorDetail.class),
          Map.entry("ActorList", ActorList.class),
          Map.entry("ClaimableList", ClaimableList.class),
          Map.entry("ClaimOrder", ClaimOrder.class),
          Map.entry("Claim", ClaimDetail.class),
          Map.entry("ClaimList", ClaimList.class),
          Map.entry("BeatOrder", BeatOrder.class),
          Map.entry("BeatAnswer", BeatAnswer.class),
          Map.entry("Consumption", ReportOrder.Consumption.class),
          Map.entry("ReportOrder", ReportOrder.class),
          Map.entry("Receipt", Receipt.class),
          Map.entry("ChildAnswer", ChildrenAnswer.ChildAnswer.class),
          Map.entry("ChildrenAnswer", ChildrenAnswer.class),
          Map.entry("TenantAnswer", TenantAnswer.class),
          Map.entry("Tenant", TenantDetail.class),
          Map.entry("TenantList", TenantList.class),
          Map.entry("Rights", RightsDetail.class),
          Map.entry("Decision", ApprovalDetail.Decision.class),
          Map.entry("Approval", ApprovalDetail.class),
          Map.entry("ApprovalList", ApprovalList.class),
          Map.entry("RunApprovals", RunApprovals.class),
          Map.entry("DecisionOrder", DecisionOrder.class),
          Map.entry("LedgerOrder", LedgerOrder.class),
          Map.entry("LedgerAnswer", LedgerAnswer.class),
          Map.entry("LedgerEntry", LedgerDetail.class),
          Map.entry("LedgerList", LedgerList.class),
          Map.entry("DeadLetter", DeadLetterDetail.class),
          Map.entry("DeadLetterList", DeadLetterList.class),
          Map.entry("RedriveOrder", RedriveOrder.class),
          Map.entry("RedriveAnswer", RedriveAnswer.class),
          Map.entry("RedriveList", RedriveList.class),
          Map.entry("Scope", ScopeDetail.class),
          Map.entry("Rate", LimitDetail.RateDetail.class),
          Map.entry("Limit", LimitDetail.class),
          Map.entry("LimitList", LimitList.class),
          Map.entry("PauseOrder", PauseOrder.class),
          Map.entry("PauseList", PauseList.class),
          Map.entry("ScopeAnswer", ScopeAnswer.class),
          Map.entry("PriorityOrder", PriorityOrder.class),
          Map.entry("WeightOrder", WeightOrder.class),
          Map.entry("SnapshotTicket", SnapshotTicket.class),
          Map.entry("RunOrder", RunOrder.class),
          Map.entry("SchedulePreview", SchedulePreview.class),
          Map.entry("PassedOver", TaskSchedule.PassedOver.class),
          Map.entry("TaskSchedule", TaskSchedule.class),
          Map.entry("Retry", TaskOptions.RetryDetail.class),
          Map.entry("Misfire", TaskOptions.MisfireDetail.class),
          Map.entry("TaskOptions", TaskOptions.class),
          Map.entry("Progress", RunDetail.ProgressDetail.class),
          Map.entry("AttemptNote", RunDetail.AttemptNote.class),
          Map.entry("TenantWeight", TenantWeight.class));

  @TempDir static Path directory;

  private static JsonNode api;
  private static List<Route> routes;

  @BeforeAll
  static void read() {
    try (var live = LiveDaemon.start(directory)) {
      var answer = live.send(live.bare("/openapi.json"));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
      api = JsonMapper.shared().readTree(answer.body());
      routes = live.daemon().routes();
    }
  }

  @Test
  void everyRouteIsDescribedAndNothingElse() {
    Set<String> described = new TreeSet<>();
    api.path("paths")
        .properties()
        .forEach(path ->
            methods(path.getValue())
                .forEach(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(described)
        .isEqualTo(
            routes.stream()
                .map(route -> route.method() + " " + route.pattern())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyPathParameterIsDescribed() {
    for (Route route : routes) {
      List<String> inPath =
          Arrays.stream(route.pattern().split("/"))
              .filter(segment -> segment.startsWith("{"))
              .map(segment -> segment.substring(1, segment.length() - 1))
              .toList();
      List<String> described =
          operation(route)
              .path("parameters")
              .valueStream()
              .map(OpenApiTest::resolved)
              .filter(parameter -> parameter.path("in").asString().equals("path"))
              .map(parameter -> parameter.path("name").asString())
              .toList();
      assertThat(described).as(route.pattern()).isEqualTo(inPath);
    }
  }

  @Test
  void everyOperationTellsHowItIsRefused() {
    for (Route route : routes) {
      JsonNode answers = operation(route).path("responses");
      boolean open = operation(route).path("security").isArray();
      assertThat(open).as("open: %s", route).isEqualTo(route.access() == Access.OPEN);
      if (route.access() != Access.OPEN) {
        assertThat(answers.has("401") && answers.has("403")).as("guarded: %s", route).isTrue();
      }
      if (route.access().isChange() || route.pattern().contains("{")) {
        assertThat(answers.has("404")).as("absent or read-only: %s", route).isTrue();
      }
      if (!operation(route).path("requestBody").isMissingNode()) {
        assertThat(answers.has("413") && answers.has("415")).as("with a body: %s", route).isTrue();
      }
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    references(api)
        .forEach(reference ->
            assertThat(api.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
  }

  @Test
  void everyErrorCodeIsListedInItsOrder() {
    assertThat(texts(schema("ErrorCode").path("enum")))
        .isEqualTo(Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList());
  }

  @Test
  void schemasHaveTheFieldsOfTheirRecordsInTheirOrder() {
    RECORDS.forEach((name, type) ->
        assertThat(schema(name).path("properties").propertyNames())
            .as(name)
            .containsExactlyElementsOf(
                Arrays.stream(type.getRecordComponents()).map(OpenApiTest::fieldName).toList()));
  }

  @Test
  void fieldsThatMayBeAbsentAreNotRequired() {
    RECORDS.forEach((name, type) -> {
      if (type.getAnnotation(JsonInclude.class) == null) {
        assertThat(texts(schema(name).path("required")))
            .as(name)
            .isEqualTo(
                Arrays.stream(type.getRecordComponents())
                    .filter(part -> part.getAccessor().getAnnotation(JsonInclude.class) == null)
                    .map(OpenApiTest::fieldName)
                    .toList());
      }
    });
  }

  private static String fieldName(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static JsonNode operation(Route route) {
    return api.path("paths").path(route.pattern()).path(route.method().toLowerCase(Locale.ROOT));
  }

  private static Stream<String> methods(JsonNode path) {
    return path.propertyNames().stream().filter(METHODS::contains);
  }

  private static JsonNode schema(String name) {
    return api.path("components").path("schemas").path(name);
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? api.at(node.path("$ref").asString().substring(1)) : node;
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static Stream<String> references(JsonNode node) {
    Stream<String> here = Stream.of(node.path("$ref").asString("")).filter(text -> !text.isEmpty());
    return Stream.concat(here, node.valueStream().flatMap(OpenApiTest::references));
  }
}
