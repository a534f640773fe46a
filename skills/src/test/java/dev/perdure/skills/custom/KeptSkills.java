package dev.perdure.skills.custom;

import dev.perdure.core.port.Created;
import dev.perdure.core.port.CustomSkillStore;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.skill.custom.CustomSkill;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Skills in memory, the latest version of each the current one; for reading only. */
public final class KeptSkills implements CustomSkillStore {

  private static final UUID USER = UUID.randomUUID();

  private final List<StoredSkill> kept = new ArrayList<>();
  final AtomicInteger loads = new AtomicInteger();

  void keep(OrgId orgId, String kind, int version, SkillDefinition definition) {
    kept.add(new StoredSkill(orgId, kind, version, definition));
  }

  void forget(OrgId orgId, String name) {
    kept.removeIf(skill -> skill.orgId().equals(orgId) && skill.definition().name().equals(name));
  }

  @Override
  public Optional<CustomSkillVersion> made(OrgId orgId, @Nullable Idempotency idempotency) {
    return Optional.empty();
  }

  @Override
  public List<CustomSkillVersion> current(OrgId orgId) {
    return versions(orgId).stream().filter(CustomSkillVersion::current).toList();
  }

  @Override
  public List<CustomSkillVersion> resolve(OrgId orgId, Collection<SkillName> names) {
    return versions(orgId).stream()
        .filter(version ->
            (version.current() && names.contains(new SkillName(version.skill(), null)))
                || names.contains(new SkillName(version.skill(), version.version())))
        .toList();
  }

  @Override
  public Optional<StoredSkill> load(OrgId orgId, String name, int version) {
    loads.incrementAndGet();
    return kept.stream()
        .filter(skill -> skill.orgId().equals(orgId))
        .filter(skill -> skill.definition().name().equals(name) && skill.version() == version)
        .findFirst();
  }

  private List<CustomSkillVersion> versions(OrgId orgId) {
    return kept.stream().filter(skill -> skill.orgId().equals(orgId)).map(this::version).toList();
  }

  private CustomSkillVersion version(StoredSkill skill) {
    SkillDefinition definition = skill.definition();
    int latest =
        kept.stream()
            .filter(other -> other.orgId().equals(skill.orgId()))
            .filter(other -> other.definition().name().equals(definition.name()))
            .map(StoredSkill::version)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return new CustomSkillVersion(
        skill.orgId(),
        definition.name(),
        skill.kind(),
        skill.version(),
        skill.version() == latest,
        definition.title(),
        definition.description(),
        "sha-" + skill.version(),
        100,
        USER,
        Instant.EPOCH);
  }

  @Override
  public Created<CustomSkillVersion> create(
      Requester by,
      SkillContent content,
      Map<String, String> secrets,
      @Nullable Idempotency idempotency) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Created<CustomSkillVersion> addVersion(
      Requester by,
      SkillContent content,
      @Nullable Integer expectedLatest,
      boolean promote,
      @Nullable Idempotency idempotency) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CustomSkill> find(OrgId orgId, String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Page<CustomSkillVersion> versions(OrgId orgId, String name, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CustomSkillVersion setCurrent(Requester by, String name, int version) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(Requester by, String name) {
    throw new UnsupportedOperationException();
  }
}
