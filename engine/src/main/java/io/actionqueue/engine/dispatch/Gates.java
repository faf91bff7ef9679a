package io.actionqueue.engine.dispatch;

import java.util.ArrayList;
import java.util.List;

/// The gates that a run has to pass.
///
/// @param anywhere for whoever starts it
/// @param here for the local worker
/// @param beside what stands in its way beside keys and slots
record Gates(Gate anywhere, Gate here, Gate beside) {
  /// Gates that ask in this order.
  ///
  /// @param beside all but keys and slots
  static Gates of(List<Check> beside, Check keys, Check slots) {
    var anywhere = new ArrayList<>(beside);
    anywhere.add(keys);
    var here = new ArrayList<>(anywhere);
    here.add(slots);
    return new Gates(new Gate(anywhere), new Gate(here), new Gate(beside));
  }
}
