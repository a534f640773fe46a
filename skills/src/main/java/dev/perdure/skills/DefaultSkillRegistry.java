package dev.perdure.skills;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.tenant.OrgId;
import java.security.CodeSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The same skills for every organization, fixed at start. */
public final class DefaultSkillRegistry implements SkillRegistry {

  private final SortedMap<String, Skill> skills = new TreeMap<>();
  private final ArgumentChecker checker = new ArgumentChecker();

  /**
   * Takes the skills in.
   *
   * @throws PerdureException with {@code Invalid} when two skills or two tools have one name, or a
   *     tool's schema is not a JSON Schema
   */
  public DefaultSkillRegistry(Collection<? extends Skill> skills) {
    Map<String, Skill> tools = new HashMap<>();
    for (Skill skill : skills) {
      String name = skill.descriptor().name();
      refuseIfTaken("skill", name, this.skills.putIfAbsent(name, skill), skill);
      for (Tool tool : skill.tools()) {
        String toolName = tool.descriptor().name();
        refuseIfTaken("tool", toolName, tools.putIfAbsent(toolName, skill), skill);
        checker.prepare(tool.descriptor());
      }
    }
  }

  private static void refuseIfTaken(String kind, String name, @Nullable Skill first, Skill second) {
    if (first != null) {
      throw PerdureException.invalid(
          kind + "_name_taken",
          "The %s \"%s\" exists twice: in %s and in %s. Remove or rename one of them."
              .formatted(kind, name, origin(first), origin(second)),
          null);
    }
  }

  private static String origin(Skill skill) {
    CodeSource source = skill.getClass().getProtectionDomain().getCodeSource();
    String where = source == null ? "" : " (" + source.getLocation() + ")";
    return skill.getClass().getName() + where;
  }

  @Override
  public List<Skill> list(OrgId orgId) {
    return List.copyOf(skills.values());
  }

  @Override
  public Optional<Skill> find(OrgId orgId, String name) {
    return Optional.ofNullable(skills.get(name));
  }

  @Override
  public ArgumentCheck check(Tool tool, String argumentsJson) {
    return checker.check(tool.descriptor(), argumentsJson);
  }
}
