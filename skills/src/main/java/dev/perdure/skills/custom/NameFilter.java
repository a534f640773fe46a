package dev.perdure.skills.custom;

import java.util.List;

/**
 * Which tools are wanted: those an {@code allow} fits, all when there is none, less those a {@code
 * deny} fits. A star stands for any letters.
 */
public record NameFilter(List<String> allow, List<String> deny) {

  public NameFilter {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /** Reads the setting {@code tools}. */
  public static NameFilter read(DraftSettings settings) {
    DraftSettings tools = settings.object("tools");
    NameFilter filter = new NameFilter(tools.texts("allow", 200), tools.texts("deny", 200));
    tools.noOthers();
    return filter;
  }

  public boolean wants(String name) {
    return (allow.isEmpty() || fits(allow, name)) && !fits(deny, name);
  }

  private static boolean fits(List<String> globs, String name) {
    return globs.stream().anyMatch(glob -> fits(glob, name));
  }

  /** Without backtracking: a glob of many stars must not take for ever. */
  private static boolean fits(String glob, String name) {
    List<String> parts = List.of(glob.split("\\*", -1));
    if (parts.size() == 1) {
      return glob.equals(name);
    }
    if (!name.startsWith(parts.getFirst())) {
      return false;
    }
    int at = parts.getFirst().length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = name.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return name.endsWith(parts.getLast()) && name.length() - parts.getLast().length() >= at;
  }
}
