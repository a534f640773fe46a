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
import dev.perdure.skills.custom.OwnSkills;
import dev.perdure.skills.custom.UnavailableSkill;
import java.lang.reflect.Proxy;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The skills of the installation, the same for all, and those that organizations made, as each has
 * set them up. A name is the installation's first: what an organization made under it can't be
 * used.
 */
public final class DefaultSkillRegistry implements SkillRegistry {

  private final SortedMap<String, Skill> skills = new TreeMap<>();
  private final Set<String> builtIn;
  private final SkillSettingsStore settings;
  private final Secrets secrets;
  private final OwnSkills customs;
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
      Secrets secrets,
      OwnSkills customs) {
    this.builtIn =
        builtIn.stream().map(skill -> skill.descriptor().name()).collect(Collectors.toSet());
    this.settings = settings;
    this.secrets = secrets;
    this.customs = customs;
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

  /** Where organizations make none of their own. */
  public DefaultSkillRegistry(
      Collection<? extends Skill> builtIn,
      Collection<? extends Skill> plugins,
      SkillSettingsStore settings,
      Secrets secrets) {
    this(builtIn, plugins, settings, secrets, OwnSkills.NONE);
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
    if (Proxy.isProxyClass(skill.getClass())) {
      return skill.toString(); // a plug-in's, which tells where it is from
    }
    CodeSource source = skill.getClass().getProtectionDomain().getCodeSource();
    String where = source == null ? "" : " (" + source.getLocation() + ")";
    return skill.getClass().getName() + where;
  }

  @Override
  public List<InstalledSkill> list(OrgId orgId) {
    Map<String, SkillSettings> set = settings.all(orgId);
    return Stream.concat(
            skills.values().stream().map(skill -> installed(skill, set)),
            customs.current(orgId).stream()
                .map(skill -> shadowed(skill) ? withoutName(skill) : skill)
                .map(skill -> custom(skill, set)))
        .sorted(Comparator.comparing(InstalledSkill::name))
        .toList();
  }

  @Override
  public Optional<InstalledSkill> find(OrgId orgId, String name) {
    Skill known = skills.get(name);
    return known == null
        ? customs(orgId, List.of(name), settings::all).values().stream().findFirst()
        : Optional.of(
            installed(
                known, settings.find(orgId, name).map(set -> Map.of(name, set)).orElse(Map.of())));
  }

  @Override
  public List<InstalledSkill> select(OrgId orgId, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    Map<String, SkillSettings> set = settings.all(orgId);
    Map<String, InstalledSkill> found =
        customs(orgId, names.stream().filter(name -> !skills.containsKey(name)).toList(), _ -> set);
    names.forEach(name -> {
      Skill known = skills.get(name);
      if (known != null) {
        found.put(name, installed(known, set));
      }
    });
    return names.stream()
        .flatMap(name -> Optional.ofNullable(found.get(name)).stream())
        .filter(InstalledSkill::enabled)
        .filter(skill -> !(skill.skill() instanceof UnavailableSkill))
        .toList();
  }

  /** Those that the organization made, by the names they are asked for by. */
  private Map<String, InstalledSkill> customs(
      OrgId orgId, List<String> names, Function<OrgId, Map<String, SkillSettings>> settings) {
    Map<String, InstalledSkill> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    Map<String, Skill> made = customs.named(orgId, names);
    if (!made.isEmpty()) {
      Map<String, SkillSettings> set = settings.apply(orgId);
      made.forEach((name, skill) -> {
        if (!shadowed(skill)) {
          found.put(name, custom(skill, set));
        }
      });
    }
    return found;
  }

  private boolean shadowed(Skill custom) {
    return skills.containsKey(custom.descriptor().name());
  }

  private static Skill withoutName(Skill skill) {
    return new UnavailableSkill(
        skill.descriptor(),
        "The installation has a skill of this name. Make it anew under another name.");
  }

  private static InstalledSkill custom(Skill skill, Map<String, SkillSettings> set) {
    return new InstalledSkill(
        skill, Source.CUSTOM, set.getOrDefault(skill.descriptor().name(), SkillSettings.DEFAULT));
  }

  @Override
  public SkillContext context(OrgId orgId, InstalledSkill skill, OutboundHttp http) {
    return new SettledContext(orgId, skill.settings(), secrets, http);
  }

  private InstalledSkill installed(Skill skill, Map<String, SkillSettings> set) {
    String name = skill.descriptor().name();
    Source source = builtIn.contains(name) ? Source.BUILT_IN : Source.PLUGIN;
    return new InstalledSkill(skill, source, set.getOrDefault(name, SkillSettings.DEFAULT));
  }

  @Override
  public ArgumentCheck check(Tool tool, String argumentsJson) {
    return checker.check(tool.descriptor(), argumentsJson);
  }
}
