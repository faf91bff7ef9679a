package io.actionqueue;

import static io.actionqueue.Crew.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Which runs of three tenants start when tokens come in bunches, held against the rule: one by
/// one, the first run of the tenant that has had the least for its weight. Runs that were let go
/// are canceled before they start, tenants come and go (03-W-33).
class TenantTurnStoryTest {
  private static final int BURST = 12;
  private static final int COST = 12;
  private static final int SLOTS = 30;
  private static final Scope MAIL = new Scope.Action("mail");

  @RegisterExtension final World world = World.at(1_000_000);

  @Test
  void tenantsTakeTurnsOneByOne() {
    Seeds.checkSeeds(
        40,
        seed -> {
          world.disk = SimulatedDisk.create();
          try {
            new Story(seed).play();
          } finally {
            world.close();
          }
        });
  }

  /// A tenant as the rule sees it.
  private static final class Party {
    final @Nullable TenantId id;
    final int weight;
    final ArrayDeque<String> line = new ArrayDeque<>();
    int had;

    Party(@Nullable TenantId id, int weight) {
      this.id = id;
      this.weight = weight;
    }
  }

  private final class Story {
    private final SeededRandom random;
    private final ActionQueue queue;
    private final List<Party> parties;
    private final Map<String, TaskId> tasks = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Set<String> started = new HashSet<>();

    /// Who was let go and has not started, with the tenant.
    private final Map<String, Party> let = new HashMap<>();

    private int least;

    Story(long seed) {
      random = SeededRandom.of(seed);
      queue =
          world.openWith(options ->
              options
                  .shareBetweenTenants()
                  .dispatchConcurrency(SLOTS)
                  .handlerExecutor(held::add)
                  .handler("mail", this::note)
                  .handler("call", _ -> Outcome.success()));
      parties =
          List.of(
              new Party(tenant(1), random.pick(1, 2, 4)),
              new Party(tenant(2), random.pick(1, 2, 4)),
              new Party(null, 1));
    }

    private Outcome note(RunContext context) {
      started.add(context.spec().metadata().tags().getFirst());
      return Outcome.success();
    }

    void play() {
      for (Party party : parties.subList(0, 2)) {
        queue.platform().createTenant(party.id, "tenant").join();
        queue.limits().weight(party.id, party.weight).join();
      }
      queue.limits().set(MAIL, Limit.ofRate(new Limit.Rate(1, 1000, BURST))).join();
      for (int i = 0; i < BURST; i++) {
        World.submit(queue, TaskRequest.of("mail").tags(List.of("first")));
      }
      queue.tick();
      returnAll();
      queue.tick();
      started.clear();
      parties.getLast().had = BURST * COST;
      least = (BURST - 1) * COST;
      for (int i = 0; i < 12; i++) {
        step();
      }
    }

    private void step() {
      List<Party> coming = parties.stream().filter(_ -> random.chance(2, 3)).toList();
      while (waiting() < BURST || random.coin()) {
        submit(coming.isEmpty() ? parties.getFirst() : random.pick(coming));
      }
      queue.tick(); // those that come find no token
      int tokens = random.below(BURST + 1);
      boolean busy = random.coin();
      if (busy) {
        for (int i = 0; i < SLOTS; i++) {
          World.submit(queue, TaskRequest.of("call").priority(1));
        }
        queue.tick();
      }
      world.time.advanceSeconds(tokens);
      for (int i = 0; i < tokens; i++) {
        letOneGo();
      }
      if (busy) {
        queue.tick();
        cancelSome();
        returnAll();
      }
      queue.tick();
      returnAll();
      assertThat(started).as("of weights %s", weights()).isEqualTo(let.keySet());
      started.clear();
      let.clear();
      queue.tick();
    }

    private void submit(Party party) {
      String name = "run " + places.size();
      places.put(name, places.size());
      var request =
          TaskRequest.of("mail").tags(List.of(name)).tenant(party.id).priority(-places.size());
      tasks.put(name, World.submit(queue, request));
      party.line.add(name);
    }

    /// Cancels some of those that were let go; the next ones go in their place.
    private void cancelSome() {
      for (String name : List.copyOf(let.keySet())) {
        if (random.chance(1, 3) && waiting() > 0) {
          assertThat(queue.cancelTask(tasks.get(name))).isCompleted();
          Party party = let.remove(name);
          party.had -= COST / party.weight;
          letOneGo();
        }
      }
    }

    private int waiting() {
      return parties.stream().mapToInt(party -> party.line.size()).sum();
    }

    private List<Integer> weights() {
      return parties.stream().map(party -> party.weight).toList();
    }

    private void letOneGo() {
      Party first = null;
      for (Party party : parties) {
        party.had = Math.max(party.had, least);
        if (!party.line.isEmpty() && (first == null || goesBefore(party, first))) {
          first = party;
        }
      }
      least = first.had;
      first.had += COST / first.weight;
      let.put(first.line.removeFirst(), first);
    }

    private boolean goesBefore(Party one, Party other) {
      return one.had == other.had
          ? places.get(one.line.getFirst()) < places.get(other.line.getFirst())
          : one.had < other.had;
    }

    private void returnAll() {
      List<Runnable> all = List.copyOf(held);
      held.clear();
      all.forEach(Runnable::run);
    }
  }
}
