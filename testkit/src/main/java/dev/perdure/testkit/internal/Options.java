package dev.perdure.testkit.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Command-line options of the form {@code --name value}; a name without a value is a flag. */
public record Options(Map<String, String> values) {

  /** Makes the server end when its standard input ends, that is, when its parent has gone. */
  public static final String UNTIL_STDIN_CLOSES = "until-stdin-closes";

  public Options {
    values = Map.copyOf(values);
  }

  public static Options parse(String... args) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("Not an option: " + args[i]);
      }
      boolean hasValue = i + 1 < args.length && !args[i + 1].startsWith("--");
      values.put(args[i].substring(2), hasValue ? args[++i] : "");
    }
    return new Options(values);
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public int number(String name, int otherwise) {
    return get(name).map(Integer::parseInt).orElse(otherwise);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }
}
