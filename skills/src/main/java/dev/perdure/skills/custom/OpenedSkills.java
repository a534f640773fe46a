package dev.perdure.skills.custom;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.tenant.OrgId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Skills that were opened, ready for the next step; those used longest ago give way. */
final class OpenedSkills {

  private final int most;
  private final long mostBytes;
  private final Map<Key, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param mostBytes of what they were made of, together
   */
  OpenedSkills(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  private record Key(OrgId orgId, String name, int version, String sha256) {
    static Key of(CustomSkillVersion version) {
      return new Key(version.orgId(), version.skill(), version.version(), version.sha256());
    }
  }

  private record Opened(Skill skill, long bytes) {}

  synchronized Optional<Skill> get(CustomSkillVersion version) {
    return Optional.ofNullable(opened.get(Key.of(version))).map(Opened::skill);
  }

  /**
   * Keeps a skill.
   *
   * @param size in bytes, about: of what stays in memory with it
   */
  synchronized void put(CustomSkillVersion version, Skill skill, long size) {
    Opened before = opened.put(Key.of(version), new Opened(skill, size));
    bytes += size - (before == null ? 0 : before.bytes());
    Iterator<Opened> oldest = opened.values().iterator();
    while (opened.size() > most || (bytes > mostBytes && opened.size() > 1)) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  synchronized int size() {
    return opened.size();
  }
}
