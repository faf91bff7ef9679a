package io.actionqueue.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/// Says with every failure how to run its test again. For campaigns whose randomness is fixed in
/// the test: their failures name no seed, since there is no other. Failures that say it already
/// pass as they are.
///
/// ```java
/// @ExtendWith(ReplayExtension.class)
/// class SomeSimulation {
/// ```
public final class ReplayExtension implements TestExecutionExceptionHandler {
  /// For JUnit, which makes one by itself.
  public ReplayExtension() {}

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    String words = String.valueOf(failure.getMessage());
    if (failure instanceof TestAbortedException || words.contains(Seeds.REPLAY)) {
      throw failure;
    }
    String test = context.getRequiredTestClass().getName();
    throw new AssertionError(
        "fails with the seed that is fixed in the test (%s'%s#%s'): %s"
            .formatted(
                Seeds.REPLAY,
                test.substring(test.lastIndexOf('.') + 1),
                context.getRequiredTestMethod().getName(),
                failure),
        failure);
  }
}
