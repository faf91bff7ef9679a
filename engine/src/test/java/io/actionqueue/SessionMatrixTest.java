package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything that a session can be asked for, asked by everybody (spec 03 §10.5): a method without
/// an entry in [SessionMatrix] fails here.
class SessionMatrixTest {
  /// Methods that tell what the caller itself has given.
  private static final Set<String> WITHOUT_QUESTION = Set.of("Session.principal()");

  @RegisterExtension final World world = World.at(1_000_000);

  @Test
  void everyMethodHasAnEntry() {
    var entries =
        SessionMatrix.all().stream()
            .map(SessionMatrix.Entry::method)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(entries).isEqualTo(reachable());
  }

  /// The public methods of a session, and of what it hands out, and so on.
  private static Set<String> reachable() {
    var found = new TreeSet<String>();
    var known = new HashSet<Class<?>>(Set.of(Session.class));
    var open = new ArrayDeque<Class<?>>(known);
    while (!open.isEmpty()) {
      for (Method method : open.pop().getDeclaredMethods()) {
        int modifiers = method.getModifiers();
        if (!Modifier.isPublic(modifiers) || Modifier.isStatic(modifiers)) {
          continue;
        }
        Class<?> answer = method.getReturnType();
        if (isHandedOut(answer)) {
          if (known.add(answer)) {
            open.add(answer);
          }
        } else if (!WITHOUT_QUESTION.contains(name(method))) {
          found.add(name(method));
        }
      }
    }
    return found;
  }

  /// Whether a class is a part of the queue as a principal has it.
  private static boolean isHandedOut(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(each -> Arrays.asList(each.getParameterTypes()).contains(Principal.class))
        && !Principal.class.isAssignableFrom(type)
        && !type.isRecord();
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(",", "(", ")"));
  }

  static List<SessionMatrix.Entry> entries() {
    return SessionMatrix.all();
  }

  /// Who is in no tenant, or nothing in it, or of another one, or has every right but the one that
  /// is needed, changes nothing and is shown nothing.
  @ParameterizedTest
  @MethodSource("entries")
  void whoMayNotGetsNothing(SessionMatrix.Entry entry) {
    TenantScene scene = TenantScene.in(world);
    Session nowhere = scene.queue.as(Principal.of(actor(11), tenant(9)));
    refused("unknown_tenant", entry, nowhere, scene);
    Session stranger = scene.member(12, Set.copyOf(TenantScene.ALL));
    refused("no_role_assigned", entry, stranger, scene);
    if (entry.needs() != null) {
      refused("missing_capability", entry, scene.member(11, allBut(entry.needs())), scene);
    }
    Session foreigner = scene.foreigner();
    if (!Set.of("done", "nothing").contains(entry.foreigner())) {
      refused(entry.foreigner(), entry, foreigner, scene);
      return;
    }
    String before = scene.mine.portrait(scene.queue);
    CompletableFuture<?> answer = entry.question().ask(foreigner, scene.mine);
    scene.queue.tick();
    assertThat(said(answer)).isEqualTo(entry.foreigner());
    assertThat(scene.mine.portrait(scene.queue)).isEqualTo(before);
    assertThat(String.valueOf(answer.join())).doesNotContain(scene.mine.secrets());
  }

  /// Who has the one right that is needed gets what it asks for, and after a revocation nothing.
  @ParameterizedTest
  @MethodSource("entries")
  void whoMayIsAnsweredUntilItMayNot(SessionMatrix.Entry entry) {
    TenantScene scene = TenantScene.in(world);
    Capability needed = entry.needs();
    Session member = scene.member(11, needed == null ? Set.of() : Set.of(needed));
    CompletableFuture<?> answer = entry.question().ask(member, scene.mine);
    scene.queue.runUntilIdle();
    assertThat(said(answer)).isEqualTo(entry.member());
    if (answer.state() == Future.State.SUCCESS) {
      assertThat(String.valueOf(answer.join())).doesNotContain(scene.theirs.secrets());
    }
    if (needed != null) {
      refused("missing_capability", entry, scene.member(11, allBut(needed)), scene);
    }
  }

  private static Set<Capability> allBut(Capability needed) {
    var others = new HashSet<>(TenantScene.ALL);
    others.remove(needed);
    return others;
  }

  private static void refused(
      String code, SessionMatrix.Entry entry, Session session, TenantScene scene) {
    String before = scene.mine.portrait(scene.queue);
    long sequence = scene.sequence();
    CompletableFuture<?> answer = entry.question().ask(session, scene.mine);
    scene.queue.tick();
    assertThat(said(answer)).isEqualTo(code);
    assertThat(scene.sequence()).as("nothing is written").isEqualTo(sequence);
    assertThat(scene.mine.portrait(scene.queue)).isEqualTo(before);
  }

  /// A refusal's code, `nothing` for what is empty, else `done`.
  private static String said(CompletableFuture<?> answer) {
    try {
      return said(answer.join());
    } catch (CompletionException e) {
      return e.getCause() instanceof ActionQueueException.Refused refused
          ? refused.code()
          : String.valueOf(e.getCause());
    }
  }

  private static String said(@Nullable Object value) {
    return switch (value) {
      case SubmitResult.Refused(var refusal) -> refusal.code();
      case Optional<?> optional when optional.isEmpty() -> "nothing";
      case Page<?> page when page.items().isEmpty() && page.total() <= 0 -> "nothing";
      case List<?> list when list.isEmpty() -> "nothing";
      case List<?> list when list.getFirst() instanceof SubmitResult first -> said(first);
      case null, default -> "done";
    };
  }

  /// A worker's submissions refer to tasks of its tenant: the others do not exist.
  @Test
  void prerequisitesThatAWorkerNamesAreThoseOfItsTenant() {
    TenantScene scene = TenantScene.in(world);
    Session member = scene.member(11, Set.of(Capability.CAN_EXECUTE));
    TaskId nobodys = World.submit(scene.queue, TenantScene.Things.yearly());
    List<TaskRequest> asked =
        Stream.of(scene.theirs.second, nobodys, World.task(77), scene.mine.second)
            .map(each -> TaskRequest.of("away").after(List.of(each)))
            .toList();
    assertThat(member.workers().submit(scene.mine.attempt, asked).join())
        .extracting(SessionMatrixTest::said)
        .containsExactly("unknown_task", "unknown_task", "unknown_task", "done");
  }
}
