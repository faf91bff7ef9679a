package io.actionqueue.engine.index;

/// Something that got a number when it came, by which listings give it.
public interface Numbered {
  /// Greater than those of all that came before.
  long number();

  /// By number.
  static <T extends Numbered> OrderKeys<T> keys() {
    return new OrderKeys<>() {
      @Override
      public long time(T element) {
        return element.number();
      }

      @Override
      public int compareId(T one, T other) {
        return 0;
      }

      @Override
      public int compareId(Place place, T element) {
        return 0;
      }

      @Override
      public Place place(T element) {
        return new Place(0, element.number(), 0, 0);
      }
    };
  }
}
