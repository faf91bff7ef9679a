package io.actionqueue.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The words of an invocation, read from left to right under the rules of spec 04 §10.1 before the
/// parser gets them: a flag takes the next word as its value whatever it looks like, help ends the
/// reading, and so does the first word that is out of place.
///
/// @param words what the parser is to see: each flag with its value in one word, the value marked
///   so that nothing in it is taken for something else
/// @param help whose help is asked for, null if nobody's
record ArgumentWords(List<String> words, @Nullable CommandLine help) {
  private static final List<String> HELP = List.of("-h", "--help");
  private static final String END_OF_OPTIONS = "--";

  /// No argument of a process can have it.
  private static final String MARK = "\0";

  static ArgumentWords of(CommandLine root, String... args) {
    var words = new ArrayList<String>(args.length);
    CommandLine line = root;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (HELP.contains(arg)) {
        return new ArgumentWords(words, line);
      }
      int equals = arg.indexOf('=');
      OptionSpec option = line.getCommandSpec().findOption(arg);
      if (option != null) {
        boolean takesNext = option.arity().max() > 0 && i + 1 < args.length;
        words.add(takesNext ? marked(arg, args[++i]) : arg);
      } else if (equals > 0 && line.getCommandSpec().findOption(arg.substring(0, equals)) != null) {
        words.add(marked(arg.substring(0, equals), arg.substring(equals + 1)));
      } else if (arg.startsWith("-")) {
        words.addAll(List.of(args).subList(i, arg.equals(END_OF_OPTIONS) ? args.length : i + 1));
        break;
      } else {
        words.add(arg);
        line = line.getSubcommands().getOrDefault(arg, line);
      }
    }
    return new ArgumentWords(words, null);
  }

  private static String marked(String flag, String value) {
    return flag + "=" + MARK + value;
  }

  /// Takes the mark off a value.
  static String unmarked(String value) {
    return value.startsWith(MARK) ? value.substring(MARK.length()) : value;
  }

  String[] toArray() {
    return words.toArray(String[]::new);
  }
}
