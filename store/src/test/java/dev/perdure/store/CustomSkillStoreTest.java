package dev.perdure.store;

import static dev.perdure.store.CustomSkillScene.content;
import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.CustomSkillStore;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.CustomSkill;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomSkillStoreTest {

  private final StoreFixture fixture = new StoreFixture(CustomSkillStoreTest.class);
  private final CustomSkillStore skills = fixture.store().customSkills();
  private final AdminFixture admin = new AdminFixture(fixture);

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void keepsAVersionAsItWasWithItsFiles() {
    Requester by = admin.owner();
    SkillContent content = content("crm");
    CustomSkillVersion made = skills.create(by, content, Map.of(), null).value();
    assertThat(made.version()).isEqualTo(1);
    assertThat(made.current()).isTrue();
    assertThat(made.sha256()).isEqualTo(content.sha256());
    StoredSkill stored = skills.load(by.orgId(), "crm", 1).orElseThrow();
    assertThat(stored.kind()).isEqualTo("skill_md");
    SkillDefinition definition = stored.definition();
    assertThat(definition.definition()).isEqualTo(content.definition().definition());
    assertThat(definition.files())
        .extracting(BundleFile::path)
        .containsExactly("SKILL.md", "assets/blob");
    assertThat(definition.files().get(1).content()).containsExactly(0, 0xff, 10);
    assertThat(skills.load(by.orgId(), "crm", 2)).isEmpty();
    assertThat(definition.files().get(1).size()).isEqualTo(3);
    skills.delete(by, "crm");
    assertThatThrownBy(definition.files().get(1)::content)
        .as("files are read when they are wanted, not before")
        .hasMessageContaining("skill_file_not_found");
  }

  @Test
  void aNewVersionLeavesTheOldOneAndIsCurrentWhenWanted() {
    Requester by = admin.owner();
    OrgId org = by.orgId();
    skills.create(by, content("crm"), Map.of(), null);
    assertThat(skills.addVersion(by, body("Two."), null, false, null).value().current()).isFalse();
    assertThat(skills.addVersion(by, body("Three."), 2, true, null).value().current()).isTrue();
    assertThat(versions(org, "crm", "crm@1", "crm@4", "other", "other@1")).containsExactly(1, 3);
    assertThat(skills.load(org, "crm", 1).orElseThrow().definition().definition())
        .containsEntry("body", "Be kind.");
    assertThat(skills.setCurrent(by, "crm", 2).current()).isTrue();
    assertThat(versions(org, "crm")).containsExactly(2);
    assertThat(skills.current(org)).extracting(CustomSkillVersion::version).containsExactly(2);
    assertThat(skills.versions(org, "crm", StoreFixture.ALL).items())
        .extracting(CustomSkillVersion::version)
        .containsExactly(3, 2, 1);
    var first = skills.versions(org, "crm", new PageRequest(2, null));
    assertThat(skills.versions(org, "crm", new PageRequest(2, first.next())).items())
        .extracting(CustomSkillVersion::version)
        .containsExactly(1);
    assertThat(admin.actions(by, "crm"))
        .containsExactly("skill.update", "skill.update", "skill.update", "skill.create");
  }

  @Test
  void refusesWhatDoesNotFit() {
    Requester by = admin.owner();
    skills.create(by, content("crm"), Map.of(), null);
    assertRefused("skill_name_taken", () -> skills.create(by, content("crm"), Map.of(), null));
    assertRefused(
        "skill_kind_differs",
        () -> skills.addVersion(by, content("crm", "mcp", "x"), null, true, null));
    assertRefused("skill_version_conflict", () -> skills.addVersion(by, body("x"), 7, true, null));
    assertRefused(
        "skill_not_found", () -> skills.addVersion(by, content("other"), null, true, null));
    assertRefused("skill_version_not_found", () -> skills.setCurrent(by, "crm", 2));
    assertRefused("skill_not_found", () -> skills.delete(by, "other"));
    SkillContent large = content("large");
    assertRefused(
        "skills_too_large",
        () ->
            skills.create(
                by,
                new SkillContent(
                    large.kind(), large.definition(), large.sha256(), CustomSkillStore.MOST_BYTES),
                Map.of(),
                null));
    assertThat(skills.find(by.orgId(), "crm").orElseThrow().latestVersion()).isEqualTo(1);
  }

  @Test
  void oneKeyMakesOneVersion() {
    Requester by = admin.owner();
    Idempotency create = new Idempotency("create", "a");
    CustomSkillVersion made = skills.create(by, content("crm"), Map.of(), create).value();
    assertThat(skills.create(by, content("crm"), Map.of(), create))
        .isEqualTo(new Created<>(made, true));
    Idempotency add = new Idempotency("add", "a");
    CustomSkillVersion added = skills.addVersion(by, body("Two."), 1, true, add).value();
    assertThat(skills.addVersion(by, body("Two."), 1, true, add))
        .isEqualTo(new Created<>(added, true));
    assertThat(skills.find(by.orgId(), "crm").map(CustomSkill::latestVersion)).contains(2);
  }

  @Test
  void dyingInTheMiddleLeavesNothingAndTheSameRequestMayComeAgain() {
    Requester by = admin.owner();
    OrgId org = by.orgId();
    Idempotency key = new Idempotency("create", "a");
    SkillContent good = content("crm");
    SkillDefinition twice = good.definition();
    BundleFile file = twice.files().getFirst();
    SkillContent broken =
        new SkillContent(
            good.kind(),
            new SkillDefinition("crm", "A skill", "Good for tests.", Map.of(), List.of(file, file)),
            good.sha256(),
            100);
    // The last statements of the transaction fail: two files at one path.
    assertThatThrownBy(() -> skills.create(by, broken, Map.of("token", "CRM"), key))
        .isInstanceOf(IllegalStateException.class);
    for (String table :
        List.of("custom_skills", "custom_skill_versions", "custom_skill_files", "skill_settings")) {
      assertThat(count(table, org)).as(table).isZero();
    }
    assertThat(skills.create(by, good, Map.of(), key).replayed()).isFalse();
    assertThatThrownBy(() -> skills.addVersion(by, broken, null, true, null))
        .isInstanceOf(IllegalStateException.class);
    assertThat(skills.find(org, "crm").map(CustomSkill::latestVersion)).contains(1);
    assertThat(count("custom_skill_versions", org)).isEqualTo(1);
  }

  @Test
  void ofSeveralAtOnceEachGetsANumberOfItsOwn() {
    Requester by = admin.owner();
    skills.create(by, content("crm"), Map.of(), null);
    List<String> outcomes =
        AdminFixture.outcomes(
            8,
            n ->
                String.valueOf(
                    skills.addVersion(by, body("n" + n), null, true, null).value().version()));
    assertThat(outcomes).containsExactlyInAnyOrder("2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(
            AdminFixture.outcomes(
                4, n -> skills.create(by, content("one"), Map.of(), null).value().skill()))
        .containsExactlyInAnyOrder(
            "one", "skill_name_taken", "skill_name_taken", "skill_name_taken");
  }

  @Test
  void aDeletedSkillLeavesNothingButItsNumbers() {
    Requester by = admin.owner();
    OrgId org = by.orgId();
    skills.create(by, content("crm"), Map.of("token", "CRM"), null);
    skills.addVersion(by, body("Two."), null, true, null);
    assertThat(fixture.store().skillSettings().find(org, "crm").map(SkillSettings::secrets))
        .contains(Map.of("token", "CRM"));
    skills.delete(by, "crm");
    assertThat(skills.find(org, "crm")).isEmpty();
    assertThat(skills.current(org)).isEmpty();
    assertThat(versions(org, "crm", "crm@1", "crm@2")).isEmpty();
    assertThat(skills.load(org, "crm", 1)).isEmpty();
    assertThat(fixture.store().skillSettings().find(org, "crm")).isEmpty();
    assertThat(count("custom_skill_files", org)).isZero();
    assertThat(count("custom_skill_versions", org)).isZero();

    CustomSkillVersion again =
        skills.create(by, content("crm", "mcp", "Anew."), Map.of(), null).value();
    assertThat(again.version()).isEqualTo(3);
    assertThat(again.kind()).isEqualTo("mcp");
    assertThat(versions(org, "crm@1", "crm@2", "crm@3")).containsExactly(3);
  }

  @Test
  void aSkillThatAgentsNeedIsNotDeleted() {
    Requester by = admin.owner();
    skills.create(by, content("crm"), Map.of(), null);
    var agent = fixture.agent(by.caller(), naming("crm@1"));
    assertThatThrownBy(() -> skills.delete(by, "crm"))
        .hasMessageContaining("skill_in_use")
        .hasMessageContaining(agent.name());
    fixture.store().agents().archive(by, agent.id());
    skills.delete(by, "crm");
    assertThat(skills.find(by.orgId(), "crm")).isEmpty();
  }

  @Test
  void aSkillThatARunNeedsIsNotDeletedBeforeItsEnd() {
    Requester by = admin.owner();
    skills.create(by, content("crm"), Map.of(), null);
    var agent = fixture.agent(by.caller(), naming("crm"));
    var run = fixture.start(by.caller(), agent.id(), null, "Hello");
    fixture.store().agents().addVersion(by, agent.id(), naming("clock"), null, null, true, null);
    assertRefused("skill_in_use", () -> skills.delete(by, "crm"));
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE runs SET status = 'cancelled', ended_at = now() WHERE id = ?", run.id()));
    skills.delete(by, "crm");
  }

  @Test
  void strangersSkillsOfTheSameNameAreTheirOwn() {
    Requester by = admin.owner();
    Requester stranger = admin.owner();
    skills.create(by, content("crm"), Map.of(), null);
    skills.create(stranger, content("crm", "mcp", "Theirs."), Map.of(), null);
    assertThat(skills.load(by.orgId(), "crm", 1).orElseThrow().kind()).isEqualTo("skill_md");
    skills.delete(stranger, "crm");
    assertThat(skills.load(by.orgId(), "crm", 1).orElseThrow().definition().files()).hasSize(2);
  }

  private List<Integer> versions(OrgId org, String... names) {
    return skills.resolve(org, Stream.of(names).map(SkillName::of).toList()).stream()
        .map(CustomSkillVersion::version)
        .toList();
  }

  private long count(String table, OrgId org) {
    return fixture.sql().withHandle(handle -> EveryTable.count(handle, table, org.value()));
  }

  private static AgentConfig naming(String skill) {
    return AgentConfig.of("", "test/model", null, List.of(skill), null);
  }

  private static SkillContent body(String body) {
    return content("crm", "skill_md", body);
  }
}
