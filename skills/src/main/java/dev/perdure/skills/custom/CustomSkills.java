package dev.perdure.skills.custom;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.CustomSkillStore;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes skills of what organizations send, and opens those that are kept. */
public final class CustomSkills implements OwnSkills {

  private static final Logger LOG = LoggerFactory.getLogger(CustomSkills.class);

  private static final int MOST_OPENED = 2_000;
  private static final long MOST_OPENED_BYTES = 64L * 1024 * 1024;

  private final CustomSkillStore store;
  private final Secrets secrets;
  private final Map<String, SkillKind> kinds;
  private final SkillChecks checks;
  private final SkillDigest digest = new SkillDigest();
  private final OpenedSkills opened = new OpenedSkills(MOST_OPENED, MOST_OPENED_BYTES);

  /**
   * @param kinds each with a name of its own
   */
  public CustomSkills(
      CustomSkillStore store,
      Secrets secrets,
      JsonSchemas schemas,
      Collection<? extends SkillKind> kinds) {
    this.store = store;
    this.secrets = secrets;
    this.kinds =
        kinds.stream()
            .collect(
                Collectors.toMap(
                    SkillKind::name,
                    Function.identity(),
                    (one, _) -> {
                      throw new IllegalArgumentException("two kinds " + one.name());
                    },
                    TreeMap::new));
    this.checks = new SkillChecks(schemas, digest);
  }

  /** The names of the kinds there are. */
  public List<String> kinds() {
    return List.copyOf(kinds.keySet());
  }

  @Override
  public List<Skill> current(OrgId orgId) {
    return store.current(orgId).stream().flatMap(version -> open(version).stream()).toList();
  }

  @Override
  public Map<String, Skill> named(OrgId orgId, Collection<String> names) {
    Map<String, Skill> found = new LinkedHashMap<>();
    List<SkillName> wanted = names.stream().map(SkillName::of).distinct().toList();
    for (CustomSkillVersion version : store.resolve(orgId, wanted)) {
      open(version)
          .ifPresent(skill -> {
            found.put(version.skill() + "@" + version.version(), skill);
            if (version.current()) {
              found.put(version.skill(), skill);
            }
          });
    }
    found.keySet().retainAll(names);
    return found;
  }

  /**
   * Checks a draft and makes a skill of it; nothing is kept.
   *
   * @param settings what the organization has set for the skill; its secrets are those that the
   *     kind may use
   * @param uses told of each secret before it leaves
   * @throws PerdureException with {@code Invalid}: {@code unknown_skill_kind}, or {@code
   *     invalid_skill} with flaws
   */
  public CheckedSkill define(
      OrgId orgId,
      String kindName,
      SkillDraft draft,
      SkillSettings settings,
      OutboundHttp http,
      SecretUses uses) {
    SkillKind kind = kinds.get(kindName);
    if (kind == null) {
      throw PerdureException.invalid(
          "unknown_skill_kind",
          "There is no kind of skill \"" + kindName + "\"; there are " + kinds() + ".",
          "/kind");
    }
    checks.draft(draft);
    var definition = kind.define(draft, new DraftContext(orgId, settings, secrets, http, uses));
    checks.definition(draft, definition);
    Skill skill = kind.open(new StoredSkill(orgId, kindName, 1, definition));
    checks.tools(skill);
    return new CheckedSkill(digest.content(kindName, definition), skill);
  }

  /**
   * Asks what a kept skill would be made of now; a kind that nobody else changes is not asked.
   *
   * @throws PerdureException with {@code Invalid} when nothing useful is answered
   */
  public SkillNews news(
      StoredSkill stored, SkillSettings settings, OutboundHttp http, SecretUses uses) {
    if (!(kinds.get(stored.kind()) instanceof RefreshableKind kind)) {
      return new SkillNews(
          digest.content(stored.kind(), stored.definition()), new SkillChange(List.of()));
    }
    SkillDefinition now =
        kind.refreshed(stored, new DraftContext(stored.orgId(), settings, secrets, http, uses));
    checks.tools(kind.open(new StoredSkill(stored.orgId(), stored.kind(), 1, now)));
    return new SkillNews(digest.content(stored.kind(), now), kind.compare(stored, now));
  }

  /** The skill of a version; empty when it was deleted meanwhile. */
  private Optional<Skill> open(CustomSkillVersion version) {
    return opened
        .get(version)
        .or(() ->
            store
                .load(version.orgId(), version.skill(), version.version())
                .map(stored -> open(version, stored)));
  }

  /** The skill of a version; one that tells why, where it can't be opened. */
  public Skill open(CustomSkillVersion version, StoredSkill stored) {
    SkillKind kind = kinds.get(stored.kind());
    if (kind == null) {
      return unavailable(version, "There is no kind of skill \"" + stored.kind() + "\" here.");
    }
    try {
      Skill skill = kind.open(stored);
      opened.put(version, skill, version.bytes() - bytes(stored));
      return skill;
    } catch (RuntimeException e) {
      // One that is broken must not take the others with it.
      LOG.warn(
          "skill {}@{} can't be opened, org_id={}",
          version.skill(),
          version.version(),
          version.orgId(),
          e);
      return unavailable(version, "It can't be opened any more. Make a new version of it.");
    }
  }

  /** Files stay where they are kept. */
  private static long bytes(StoredSkill stored) {
    return stored.definition().files().stream().mapToLong(BundleFile::size).sum();
  }

  private static Skill unavailable(CustomSkillVersion version, String why) {
    return UnavailableSkill.of(version, why);
  }
}
