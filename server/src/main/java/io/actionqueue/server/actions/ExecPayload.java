package io.actionqueue.server.actions;

import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a task asks the `exec` action for: `{"argv":["program","arg",…],"stdin":text?,"env":{…}?,
/// "cwd":path?,"terminal_exit_codes":[…]?}`.
///
/// @param argv the program and its arguments, at least the program
/// @param stdin what it reads, null for nothing
/// @param env variables beside those of the policy
/// @param cwd where it runs
/// @param terminalExitCodes exit codes that no other attempt will mend
record ExecPayload(
    List<String> argv,
    @Nullable String stdin,
    Map<String, String> env,
    Path cwd,
    Set<Integer> terminalExitCodes) {

  /// Variables that decide which code a program loads, or that are ours.
  private static final Pattern RESERVED =
      Pattern.compile("PATH|LD_.*|DYLD_.*|ACTIONQUEUE_.*|BASH_ENV|ENV|IFS|.*[=\\x00].*|");

  static ExecPayload parse(Bytes payload, ExecPolicy policy) throws InvalidPayload {
    PayloadJson json = PayloadJson.parse(payload);
    List<String> argv = json.texts("argv");
    if (argv.isEmpty()) {
      throw new InvalidPayload("argv must name a program");
    }
    if (!policy.programs().contains(argv.getFirst())) {
      throw new InvalidPayload("program is not allowed: " + argv.getFirst());
    }
    if (argv.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
      throw new InvalidPayload("argv must not hold the character NUL");
    }
    return new ExecPayload(
        argv,
        json.text("stdin"),
        environment(json),
        directory(json.text("cwd"), policy.workingDirectory()),
        Set.copyOf(json.integers("terminal_exit_codes")));
  }

  private static Map<String, String> environment(PayloadJson json) throws InvalidPayload {
    Map<String, String> env = json.map("env");
    for (Map.Entry<String, String> variable : env.entrySet()) {
      if (RESERVED.matcher(variable.getKey()).matches() || variable.getValue().indexOf('\0') >= 0) {
        throw new InvalidPayload("env must not set '" + variable.getKey() + "'");
      }
    }
    return env;
  }

  /// A directory at or below the policy's, links followed.
  private static Path directory(@Nullable String cwd, Path base) throws InvalidPayload {
    if (cwd == null) {
      return base;
    }
    try {
      Path real = base.resolve(cwd).toRealPath();
      if (real.startsWith(base.toRealPath())) {
        return real;
      }
    } catch (IOException | InvalidPathException e) {
      throw new InvalidPayload("cwd is no directory: " + cwd);
    }
    throw new InvalidPayload("cwd leads out of " + base + ": " + cwd);
  }
}
