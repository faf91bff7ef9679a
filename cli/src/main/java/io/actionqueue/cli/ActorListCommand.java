package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.ActorDetail;
import io.actionqueue.client.wire.ActorList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Workers of other processes as a table.
@Command(
    name = "list",
    sortOptions = false,
    header = "List the workers of other processes, also those that left.")
final class ActorListCommand extends QueueCommand {
  @Mixin private final ListingOptions slice = new ListingOptions();

  ActorListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    slice.limit();
    slice.offset();
  }

  @Override
  Answer ask(Queue queue) {
    ActorList list = queue.actors(slice.limit(), slice.offset());
    return new Answer(() -> document(list), () -> text(list));
  }

  private Map<String, @Nullable Object> document(ActorList list) {
    Map<String, @Nullable Object> document = document("actor list");
    document.putAll(Documents.of(list));
    return document;
  }

  private List<String> text(ActorList list) {
    if (list.actors().isEmpty()) {
      return List.of("No actors.");
    }
    var table = Table.of("ACTOR", "~IDENTITY", "STATE", "HEARD", ">RUNS", "~CAPABILITIES");
    for (ActorDetail actor : list.actors()) {
      boolean active = actor.deregisteredAt() == null;
      table.row(
          Cell.of(actor.actorId()),
          Cell.of(Words.plain(actor.identity())),
          active ? Cell.of("active") : Cell.of("gone", Tone.FAINT),
          Cell.of(actor.heardAt() == null ? "-" : Words.distance(actor.heardAt(), now())),
          Cell.of(actor.leases()),
          Cell.of(Words.plain(String.join(", ", actor.capabilities()))));
    }
    var lines = new ArrayList<>(table.lines(surroundings));
    String rest = ListingOptions.rest(list.actors().size(), list.offset(), list.total());
    if (!rest.isEmpty()) {
      lines.add(rest);
    }
    return lines;
  }
}
