package dev.perdure.skills.builtin.data.child;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names for tables that need no quotes, after the paths of files. */
final class TableNames {

  private static final int LONGEST = 60;

  private final Set<String> reserved;
  private final Set<String> given = new HashSet<>();

  /**
   * @param reserved words of SQL, in lower case
   */
  TableNames(Set<String> reserved) {
    this.reserved = Set.copyOf(reserved);
  }

  /** A name nobody has: that of the file, with that of its folders when another has it. */
  String of(String path) {
    int slash = path.lastIndexOf('/');
    String plain = name(path.substring(slash + 1));
    if (given.add(plain)) {
      return plain;
    }
    String base = slash < 0 ? plain : name(path);
    String name = base;
    for (int i = 2; !given.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private String name(String text) {
    String words =
        text.toLowerCase(Locale.ROOT)
            .replaceFirst("(\\.(csv|tsv|json|jsonl|ndjson|parquet|xlsx))?(\\.gz)?$", "")
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String name = words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      return "t_" + name;
    }
    return reserved.contains(name) ? name + "_file" : name;
  }
}
