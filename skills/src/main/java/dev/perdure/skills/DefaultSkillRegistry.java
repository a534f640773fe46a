package dev.perdure.skills;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.InstalledSkill.Source;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.tenant.OrgId;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The skills of the installation, the same for all, as each organization has set them up. */
public final class DefaultSkillRegistry implements SkillRegistry {

  private final SortedMap<String, Skill> skills = new TreeMap<>();
  private final Set<String> builtIn;
  private final SkillSettingsStore settings;
  private final Secrets secrets;
  private final ArgumentChecker checker = new ArgumentChecker();

  /**
   * Takes the skills in.
   *
   * @throws PerdureException with {@code Invalid} when two skills or two tools have one name, or a
   *     tool's schema is not a JSON Schema
   */
  public DefaultSkillRegistry(
      Collection<? extends Skill> builtIn,
      Collection<? extends Skill> plugins,
      SkillSettingsStore settings,
      Secrets secrets) {
    this.builtIn =
        builtIn.stream().map(skill -> skill.descriptor().name()).collect(Collectors.toSet());
    this.settings = settings;
    this.secrets = secrets;
    Map<String, Skill> tools = new HashMap<>();
    List<Skill> all = new ArrayList<>(builtIn);
    all.addAll(plugins);
    for (Skill skill : all) {
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
  public List<InstalledSkill> list(OrgId orgId) {
    Map<String, SkillSettings> set = settings.all(orgId);
    return skills.entrySet().stream()
        .map(skill -> installed(skill.getValue(), Optional.ofNullable(set.get(skill.getKey()))))
        .toList();
  }

  @Override
  public Optional<InstalledSkill> find(OrgId orgId, String name) {
    return Optional.ofNullable(skills.get(name))
        .map(skill -> installed(skill, settings.find(orgId, name)));
  }

  @Override
  public List<InstalledSkill> select(OrgId orgId, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    Map<String, InstalledSkill> all =
        list(orgId).stream().collect(Collectors.toMap(InstalledSkill::name, skill -> skill));
    return names.stream()
        .flatMap(name -> Optional.ofNullable(all.get(name)).stream())
        .filter(InstalledSkill::enabled)
        .toList();
  }

  @Override
  public SkillContext context(OrgId orgId, InstalledSkill skill, OutboundHttp http) {
    return new SettledContext(orgId, skill.settings(), secrets, http);
  }

  private InstalledSkill installed(Skill skill, Optional<SkillSettings> set) {
    Source source = builtIn.contains(skill.descriptor().name()) ? Source.BUILT_IN : Source.PLUGIN;
    return new InstalledSkill(skill, source, set.orElse(SkillSettings.DEFAULT));
  }

  @Override
  public ArgumentCheck check(Tool tool, String argumentsJson) {
    return checker.check(tool.descriptor(), argumentsJson);
  }
}
