package dev.perdure.skills.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenedSkillsTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());

  private final OpenedSkills opened = new OpenedSkills(3, 1_000);

  @Test
  void thoseUsedLongestAgoGiveWay() {
    put(ORG, 1, 10);
    put(ORG, 2, 10);
    put(ORG, 3, 10);
    assertThat(opened.get(version(ORG, 1, 10))).isPresent();
    put(ORG, 4, 10);
    assertThat(opened.size()).isEqualTo(3);
    assertThat(opened.get(version(ORG, 2, 10))).isEmpty();
    assertThat(opened.get(version(ORG, 1, 10))).isPresent();
  }

  @Test
  void largeOnesPushOutMore() {
    put(ORG, 1, 400);
    put(ORG, 2, 400);
    put(ORG, 3, 900);
    assertThat(opened.size()).isEqualTo(1);
    put(ORG, 3, 900);
    assertThat(opened.get(version(ORG, 3, 900))).isPresent();
    put(ORG, 4, 5_000);
    assertThat(opened.size()).isEqualTo(1);
    assertThat(opened.get(version(ORG, 4, 5_000))).isPresent();
  }

  @Test
  void nobodyGetsAnothers() {
    put(ORG, 1, 10);
    assertThat(opened.get(version(new OrgId(UUID.randomUUID()), 1, 10))).isEmpty();
  }

  private void put(OrgId org, int version, long bytes) {
    opened.put(
        version(org, version, bytes),
        UnavailableSkill.of(version(org, version, bytes), "why"),
        bytes);
  }

  private static CustomSkillVersion version(OrgId org, int version, long bytes) {
    return new CustomSkillVersion(
        org,
        "crm",
        "echo",
        version,
        true,
        "A title",
        "What",
        "sum",
        bytes,
        new UUID(0, 1),
        Instant.EPOCH);
  }
}
