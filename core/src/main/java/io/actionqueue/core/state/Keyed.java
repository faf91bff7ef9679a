package io.actionqueue.core.state;

/// Something that is found by a 128-bit id, which it carries in two fields instead of an object of
/// its own.
abstract class Keyed {
  final long high;
  final long low;

  Keyed(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /// Whether it has left the state, although lists may still hold it.
  boolean isDropped() {
    return false;
  }

  /// By the id: the system's own would be made up and stored for each. Equality stays identity.
  @Override
  public final int hashCode() {
    return (int) spread(high, low);
  }

  /// Spreads an id over 64 bits, so that neither counted nor random ids fall together.
  static long spread(long high, long low) {
    long mixed = high * 0x9e37_79b9_7f4a_7c15L + low * 0xc2b2_ae3d_27d4_eb4fL;
    return mixed ^ (mixed >>> 32);
  }

  /// Orders ids as unsigned numbers of 16 bytes.
  static int compare(Keyed a, Keyed b) {
    int first = Long.compareUnsigned(a.high, b.high);
    return first != 0 ? first : Long.compareUnsigned(a.low, b.low);
  }
}
