package io.actionqueue.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Where log lines go. Only the daemon logs, to stderr; every other command says what it has to say
/// itself (see logback.xml).
final class LogSetup {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} - %msg%n%ex{full}";

  private LogSetup() {}

  /// Begins to log.
  ///
  /// @param level the least severe level, such as `info`
  /// @param format `text` or `json`
  static void forDaemon(String level, String format) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Encoder<ILoggingEvent> encoder = format.equalsIgnoreCase("json") ? json() : text();
    encoder.setContext(context);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(level));
    root.addAppender(appender);
    if (root.getLevel().isGreaterOrEqual(Level.INFO)) {
      context.getLogger("io.helidon").setLevel(Level.WARN); // says nothing that we do not say
      // Nor does this one when a socket cannot be opened: the failure line says it.
      context.getLogger("io.helidon.webserver.LoomServer").setLevel(Level.OFF);
    }
    bridgeJavaLogging();
  }

  private static Encoder<ILoggingEvent> json() {
    return new JsonEncoder();
  }

  private static Encoder<ILoggingEvent> text() {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }

  /// The HTTP server logs by `java.util.logging`.
  private static void bridgeJavaLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
