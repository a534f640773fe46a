package dev.perdure.core.skill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools of several skills by name. A name that two of them bring goes to the one that the
 * installation brings, for what an organization makes must not pass for it; among skills that
 * organizations make nobody gets it, for nobody could say which was meant.
 */
public final class ToolSet {

  private final Map<String, Owned> owned = new LinkedHashMap<>();
  private final Map<String, List<Tool>> bySkill = new HashMap<>();
  private final Map<String, List<String>> leftOut = new LinkedHashMap<>();

  /** A tool and the skill that brings it. */
  public record Owned(InstalledSkill skill, Tool tool) {}

  private ToolSet() {}

  /**
   * Collects the tools.
   *
   * @param reserved names that no skill's tool can have
   */
  public static ToolSet of(List<InstalledSkill> skills, Collection<String> reserved) {
    Map<String, List<Owned>> byName = new LinkedHashMap<>();
    for (InstalledSkill skill : skills) {
      for (Tool tool : skill.skill().tools()) {
        byName
            .computeIfAbsent(tool.descriptor().name(), _ -> new ArrayList<>())
            .add(new Owned(skill, tool));
      }
    }
    ToolSet set = new ToolSet();
    byName.forEach((name, wanting) -> set.give(name, wanting, reserved.contains(name)));
    return set;
  }

  private void give(String name, List<Owned> wanting, boolean reserved) {
    Optional<Owned> owner = reserved ? Optional.empty() : owner(wanting);
    owner.ifPresent(tool -> {
      owned.put(name, tool);
      bySkill.computeIfAbsent(tool.skill().name(), _ -> new ArrayList<>()).add(tool.tool());
    });
    List<String> without =
        wanting.stream()
            .filter(tool -> !owner.equals(Optional.of(tool)))
            .map(tool -> tool.skill().name())
            .toList();
    if (!without.isEmpty()) {
      leftOut.put(name, without);
    }
  }

  private static Optional<Owned> owner(List<Owned> wanting) {
    List<Owned> first =
        wanting.size() == 1
            ? wanting
            : wanting.stream()
                .filter(tool -> tool.skill().source() != InstalledSkill.Source.CUSTOM)
                .toList();
    return first.size() == 1 ? Optional.of(first.getFirst()) : Optional.empty();
  }

  public Optional<Owned> find(String name) {
    return Optional.ofNullable(owned.get(name));
  }

  /** All of them, in the order of their skills. */
  public List<Tool> tools() {
    return owned.values().stream().map(Owned::tool).toList();
  }

  /** Those of one skill that kept their names. */
  public List<Tool> of(InstalledSkill skill) {
    return Collections.unmodifiableList(bySkill.getOrDefault(skill.name(), List.of()));
  }

  /** Names that clash, each with the skills whose tool of that name is left out. */
  public Map<String, List<String>> leftOut() {
    return Collections.unmodifiableMap(leftOut);
  }
}
