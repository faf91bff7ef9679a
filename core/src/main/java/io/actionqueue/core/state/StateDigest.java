package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// The digest of an image, with collections in the order of their ids instead of that in which they
/// came in.
///
/// It names a state within one version of the program, to compare two recoveries; it is not stored.
final class StateDigest {
  private static final Comparator<Identifier> BY_BYTES =
      (a, b) -> {
        int first = Long.compareUnsigned(a.high(), b.high());
        return first != 0 ? first : Long.compareUnsigned(a.low(), b.low());
      };

  /// By kind and by what it is about.
  private static final Comparator<ExtensionEvent> BY_SUBJECT =
      Comparator.<ExtensionEvent, String>comparing(event -> event.getClass().getSimpleName())
          .thenComparing(ExtensionEvent::subject);

  private StateDigest() {}

  /// The SHA-256 digest of an image, as 64 hexadecimal digits.
  static String of(StateImage image) {
    return new ValueDigest().put(inOrderOfIds(image)).hex();
  }

  private static StateImage inOrderOfIds(StateImage image) {
    return new StateImage(
        image.sequence(),
        sorted(image.tasks(), by(task -> task.spec().id())),
        sorted(image.runs(), by(run -> run.instance().id())),
        image.engine(),
        sorted(image.dependencies(), by(StateImage.Dependencies::taskId)),
        sorted(
            image.budgets(),
            by(StateImage.Budget::taskId).thenComparing(StateImage.Budget::dimension)),
        sorted(image.subscriptions(), by(StateImage.Subscription::subscriptionId)),
        sorted(image.actors(), by(StateImage.Actor::actorId)),
        sorted(image.tenants(), by(StateImage.Tenant::tenantId)),
        sorted(
            image.roles(),
            by(StateImage.RoleAssignment::actorId)
                .thenComparing(by(StateImage.RoleAssignment::tenantId))),
        sorted(
            image.grants(),
            by(StateImage.CapabilityGrant::actorId)
                .thenComparing(by(StateImage.CapabilityGrant::tenantId))
                .thenComparing(grant -> grant.capability().key())),
        image.ledger(),
        sorted(image.extensions(), BY_SUBJECT));
  }

  private static <T> Comparator<T> by(Function<T, Identifier> id) {
    return (a, b) -> BY_BYTES.compare(id.apply(a), id.apply(b));
  }

  private static <T> List<T> sorted(List<T> items, Comparator<T> order) {
    var copy = new ArrayList<>(items);
    copy.sort(order);
    return copy;
  }
}
