package io.actionqueue.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Listens for SIGTERM and SIGINT. The first one asks for a graceful stop, every later one for an
/// end at once.
///
/// A shutdown hook would do for the first, but the exit status would then be the signal's and a
/// second signal would do nothing. The JDK's signal class has no type that compiles without a
/// warning, hence the method handles.
public final class ShutdownSignals {
  private static final List<String> SIGNALS = List.of("TERM", "INT");

  private ShutdownSignals() {}

  /// Calls `graceful` at the first signal and `forced` at every later one, on threads of the JVM.
  ///
  /// @return whether signals can be heard here; if not, nothing was installed
  public static boolean install(Runnable graceful, Runnable forced) {
    var first = new AtomicBoolean(true);
    Runnable either = () -> (first.getAndSet(false) ? graceful : forced).run();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          MethodHandleProxies.asInterfaceInstance(handlerType, callback(either, signal));
      var handle = signal.getMethod("handle", signal, handlerType);
      for (String name : SIGNALS) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
      }
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException _) {
      return false;
    }
  }

  /// `run` as a method that takes a signal and looks away.
  private static MethodHandle callback(Runnable action, Class<?> signal)
      throws ReflectiveOperationException {
    MethodHandle run =
        MethodHandles.lookup()
            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
            .bindTo(action);
    return MethodHandles.dropArguments(run, 0, signal);
  }
}
