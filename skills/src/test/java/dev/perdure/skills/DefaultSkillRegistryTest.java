package dev.perdure.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DefaultSkillRegistryTest {

  private final OrgId org = new OrgId(UUID.randomUUID());
  private final DefaultSkillRegistry registry = registry(BuiltInSkills.all(Clock.systemUTC()));

  @Test
  void listsSkillsByName() {
    assertThat(registry.list(org))
        .extracting(InstalledSkill::name)
        .containsExactly("calculator", "clock", "file_manager", "web_search");
  }

  @Test
  void findsAndSelectsSkills() {
    assertThat(registry.find(org, "clock")).isPresent();
    assertThat(registry.find(org, "telescope")).isEmpty();
    assertThat(registry.select(org, List.of("clock", "telescope", "calculator")))
        .extracting(InstalledSkill::name)
        .containsExactly("clock", "calculator");
  }

  @Test
  void refusesTwoSkillsOfOneName() {
    List<Skill> skills = List.of(skill("a", tool("x", Map.of())), skill("a"));
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> registry(skills))
        .withMessageContaining("skill_name_taken")
        .withMessageContaining("The skill \"a\" exists twice");
  }

  @Test
  void refusesTwoToolsOfOneName() {
    List<Skill> skills = List.of(skill("a", tool("x", Map.of())), skill("b", tool("x", Map.of())));
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> registry(skills))
        .withMessageContaining("tool_name_taken")
        .withMessageContaining("The tool \"x\" exists twice");
  }

  @Test
  void refusesASchemaThatIsNone() {
    List<Skill> skills = List.of(skill("a", tool("x", Map.of("type", "object", "pattern", "("))));
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> registry(skills))
        .withMessageContaining("tool_schema_invalid")
        .withMessageContaining("\"x\"");
  }

  @Test
  void neverFetchesASchemaFromElsewhere() {
    List<Skill> skills =
        List.of(skill("a", tool("x", Map.of("$ref", "http://127.0.0.1:1/schema.json"))));
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> registry(skills))
        .withMessageContaining("tool_schema_invalid");
  }

  @Test
  void readsArgumentsThatFit() {
    assertThat(check("{\"time_zone\": \"Europe/Berlin\"}"))
        .isEqualTo(new ArgumentCheck.Valid(Map.of("time_zone", "Europe/Berlin")));
    assertThat(check("{}")).isEqualTo(new ArgumentCheck.Valid(Map.of()));
  }

  @Test
  void takesNothingAtAllAsNoArguments() {
    assertThat(check("")).isEqualTo(new ArgumentCheck.Valid(Map.of()));
    assertThat(check(" \n")).isEqualTo(new ArgumentCheck.Valid(Map.of()));
  }

  @Test
  void tellsWhereAndWhatIsWrong() {
    assertThat(problems("{\"time_zone\": 3}"))
        .singleElement()
        .asString()
        .startsWith("/time_zone: ")
        .contains("string");
    assertThat(problems("{\"zone\": \"UTC\"}"))
        .singleElement()
        .asString()
        .startsWith("arguments: ")
        .contains("zone");
    assertThat(calculatorProblems("{}")).singleElement().asString().contains("expression");
  }

  @Test
  void tellsOfMalformedJson() {
    assertThat(problems("{\"time_zone\": ")).singleElement().asString().contains("not valid JSON");
    assertThat(problems("{} {}")).singleElement().asString().contains("not valid JSON");
    assertThat(problems("{\"time_zone\":\"A\",\"time_zone\":\"B\"}"))
        .singleElement()
        .asString()
        .contains("not valid JSON")
        .contains("time_zone");
    assertThat(problems("[".repeat(5_000))).singleElement().asString().contains("not valid JSON");
    assertThat(problems("[1]")).containsExactly("The arguments must be a JSON object.");
    assertThat(problems("null")).containsExactly("The arguments must be a JSON object.");
  }

  private ArgumentCheck check(String json) {
    return registry.check(
        registry.find(org, "clock").orElseThrow().skill().tools().getFirst(), json);
  }

  private List<String> problems(String json) {
    return ((ArgumentCheck.Invalid) check(json)).problems();
  }

  private List<String> calculatorProblems(String json) {
    Tool tool = registry.find(org, "calculator").orElseThrow().skill().tools().getFirst();
    return ((ArgumentCheck.Invalid) registry.check(tool, json)).problems();
  }

  private static DefaultSkillRegistry registry(List<Skill> skills) {
    return new DefaultSkillRegistry(skills, List.of(), SkillSettingsStore.none(), Secrets.none());
  }

  private record TestSkill(SkillDescriptor descriptor, List<Tool> tools) implements Skill {}

  private static Skill skill(String name, Tool... tools) {
    return new TestSkill(new SkillDescriptor(name, "1", name, "", ""), List.of(tools));
  }

  private record TestTool(ToolDescriptor descriptor) implements Tool {
    @Override
    public ToolOutput call(ToolInvocation invocation) {
      return ToolOutput.of("");
    }
  }

  private static Tool tool(String name, Map<String, Object> schema) {
    return new TestTool(
        new ToolDescriptor(name, "", schema, Effect.NONE, Duration.ofSeconds(1), 1));
  }
}
