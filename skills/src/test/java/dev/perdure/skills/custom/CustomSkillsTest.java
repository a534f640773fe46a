package dev.perdure.skills.custom;

import static dev.perdure.skills.custom.Flawed.flaws;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.InstalledSkill.Source;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.BuiltInSkills;
import dev.perdure.skills.DefaultSkillRegistry;
import dev.perdure.skills.StrictJsonSchemas;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Skills of organizations behind the registry. */
class CustomSkillsTest {

  private final OrgId org = new OrgId(UUID.randomUUID());
  private final KeptSkills kept = new KeptSkills();
  private final CustomSkills customs =
      new CustomSkills(
          kept, (orgId, name) -> Optional.of("s3"), new StrictJsonSchemas(), List.of(new Echo()));
  private final SkillRegistry registry =
      new DefaultSkillRegistry(
          BuiltInSkills.all(Clock.systemUTC()),
          List.of(),
          SkillSettingsStore.none(),
          Secrets.none(),
          customs);

  @Test
  void areListedBesideThoseOfTheInstallation() {
    kept.keep(org, "echo", 1, definition("crm"));
    assertThat(registry.list(org))
        .extracting(skill -> skill.name() + " " + skill.source().wireName())
        .contains("calculator built_in", "clock built_in", "crm custom");
    assertThat(registry.list(new OrgId(UUID.randomUUID())))
        .isNotEmpty()
        .noneMatch(skill -> skill.name().equals("crm"));
    assertThat(registry.find(new OrgId(UUID.randomUUID()), "crm")).isEmpty();
  }

  @Test
  void aPinnedVersionStaysWhenThereIsANewOne() {
    kept.keep(org, "echo", 1, definition("crm"));
    kept.keep(org, "echo", 2, definition("crm"));
    assertThat(version("crm")).isEqualTo("2");
    assertThat(version("crm@1")).isEqualTo("1");
    assertThat(version("crm@2")).isEqualTo("2");
    assertThat(registry.find(org, "crm@3")).isEmpty();
    assertThat(registry.find(org, "crm@0")).isEmpty();
    assertThat(registry.find(org, "clock@1")).isEmpty();
    assertThat(registry.select(org, List.of("crm@1", "clock", "nobody", "crm@9")))
        .extracting(skill -> skill.name() + "@" + skill.skill().descriptor().version())
        .containsExactly("crm@1", "clock@1");
  }

  @Test
  void areOpenedOnce() {
    kept.keep(org, "echo", 1, definition("crm"));
    Skill first = registry.find(org, "crm").orElseThrow().skill();
    for (int i = 0; i < 10; i++) {
      assertThat(registry.select(org, List.of("crm")).getFirst().skill()).isSameAs(first);
    }
    assertThat(kept.loads).hasValue(1);
    kept.forget(org, "crm");
    assertThat(registry.find(org, "crm")).isEmpty();
  }

  @Test
  void oneThatCannotBeOpenedDoesNotTakeTheOthersWithIt() {
    kept.keep(org, "gone", 1, definition("a"));
    kept.keep(org, "echo", 1, definition("broken"));
    kept.keep(org, "echo", 1, definition("crm"));
    assertThat(registry.list(org))
        .extracting(InstalledSkill::name)
        .contains("a", "broken", "calculator", "clock", "crm");
    SkillHealth gone = health("a");
    assertThat(gone.state()).isEqualTo(SkillHealth.State.UNAVAILABLE);
    assertThat(gone.message()).contains("no kind of skill \"gone\"");
    assertThat(health("broken").state()).isEqualTo(SkillHealth.State.UNAVAILABLE);
    assertThat(registry.select(org, List.of("a", "broken", "crm")))
        .extracting(InstalledSkill::name)
        .containsExactly("crm");
  }

  @Test
  void aSkillOfTheInstallationWinsItsName() {
    kept.keep(org, "echo", 1, definition("clock"));
    assertThat(registry.find(org, "clock").map(InstalledSkill::source)).contains(Source.BUILT_IN);
    assertThat(registry.find(org, "clock@1")).isEmpty();
    assertThat(registry.select(org, List.of("clock", "clock@1")))
        .extracting(InstalledSkill::source)
        .containsExactly(Source.BUILT_IN);
    InstalledSkill shadowed =
        registry.list(org).stream()
            .filter(skill -> skill.source() == Source.CUSTOM)
            .findFirst()
            .orElseThrow();
    assertThat(shadowed.skill().tools()).isEmpty();
    assertThat(shadowed.skill().health(SkillContext.bare(org)).message()).contains("another name");
  }

  @Test
  void whatIsMadeIsHeldAgainstWhatHoldsForAll() {
    assertThatThrownBy(() -> define("nothing", draft("crm", Map.of())))
        .hasMessageContaining("unknown_skill_kind")
        .hasMessageContaining("echo");
    assertThat(flaws(() -> define("echo", draft("Not A Name", Map.of()))).getFirst().file())
        .isEqualTo("/name");
    assertThat(
            flaws(() -> define("echo", draft("crm", Map.of("schema", Map.of("type", 7)))))
                .getFirst()
                .file())
        .isEqualTo("/tools/crm__echo");
    assertThat(
            flaws(() -> define("echo", draft("crm", Map.of("fill", "x".repeat(2_100_000)))))
                .getFirst()
                .file())
        .isEqualTo("(definition)");
  }

  @Test
  void aKindIsHandedTheSecretsThatTheDraftNames() {
    CheckedSkill made =
        customs.define(
            org,
            "echo",
            draft("crm", Map.of()),
            new SkillSettings(true, Map.of(), Map.of("token", "CRM_TOKEN")),
            OutboundHttp.none(),
            SecretUses.UNTOLD);
    assertThat(made.content().definition().definition()).containsEntry("secret", 2);
    assertThat(made.skill().descriptor().name()).isEqualTo("crm");
  }

  private CheckedSkill define(String kind, SkillDraft draft) {
    return customs.define(
        org, kind, draft, SkillSettings.DEFAULT, OutboundHttp.none(), SecretUses.UNTOLD);
  }

  private static SkillDraft draft(String name, Map<String, Object> settings) {
    return new SkillDraft(name, settings, List.of());
  }

  private SkillHealth health(String name) {
    return registry.find(org, name).orElseThrow().skill().health(SkillContext.bare(org));
  }

  private String version(String name) {
    return registry.find(org, name).orElseThrow().skill().descriptor().version();
  }

  private static SkillDefinition definition(String name) {
    return new SkillDefinition(name, "A title", "A description", Map.of(), List.<BundleFile>of());
  }

  /** A kind whose skills have one tool. */
  private static final class Echo implements SkillKind {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public SkillDefinition define(SkillDraft draft, SkillContext context) {
      Map<String, Object> definition = new HashMap<>(draft.settings());
      definition.put("secret", context.secret("token").map(String::length).orElse(0));
      return new SkillDefinition(
          String.valueOf(draft.name()), "A title", "A description", definition, draft.files());
    }

    @Override
    public Skill open(StoredSkill stored) {
      SkillDefinition definition = stored.definition();
      if (definition.name().equals("broken")) {
        throw new IllegalStateException("can't be read any more");
      }
      return new EchoSkill(stored);
    }
  }

  private record EchoSkill(StoredSkill stored) implements Skill {
    @Override
    public SkillDescriptor descriptor() {
      return new SkillDescriptor(
          stored.definition().name(), String.valueOf(stored.version()), "A title", "What", "How");
    }

    @Override
    public List<Tool> tools() {
      return stored.definition().name().contains(" ") ? List.of() : List.of(new EchoTool(stored));
    }
  }

  private record EchoTool(StoredSkill stored) implements Tool {
    @Override
    @SuppressWarnings("unchecked") // as the test wrote it
    public ToolDescriptor descriptor() {
      Object schema = stored.definition().definition().getOrDefault("schema", Map.of());
      return new ToolDescriptor(
          ToolNames.qualified(stored.definition().name(), "echo"),
          "Says it again.",
          (Map<String, Object>) schema,
          Effect.NONE,
          Duration.ofSeconds(1),
          1);
    }

    @Override
    public ToolOutput call(ToolInvocation invocation) {
      return ToolOutput.of(String.valueOf(invocation.arguments()));
    }
  }
}
