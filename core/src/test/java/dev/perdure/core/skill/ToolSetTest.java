package dev.perdure.core.skill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.skill.InstalledSkill.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolSetTest {

  private record Named(SkillDescriptor descriptor, List<Tool> tools) implements Skill {}

  private record Idle(ToolDescriptor descriptor) implements Tool {
    @Override
    public ToolOutput call(ToolInvocation invocation) {
      return ToolOutput.of("");
    }
  }

  private static InstalledSkill skill(String name, Source source, String... tools) {
    return new InstalledSkill(
        new Named(
            new SkillDescriptor(name, "1", name, "", ""),
            Stream.of(tools).map(ToolSetTest::tool).toList()),
        source,
        SkillSettings.DEFAULT);
  }

  private static Tool tool(String name) {
    return new Idle(new ToolDescriptor(name, "", Map.of(), Effect.NONE, Duration.ofSeconds(1), 1));
  }

  private static Optional<String> owner(ToolSet set, String tool) {
    return set.find(tool).map(owned -> owned.skill().name());
  }

  @Test
  void aNameThatTwoSkillsOfAnOrganizationBringIsNobodysInWhateverOrder() {
    InstalledSkill crm = skill("crm", Source.CUSTOM, "send", "find");
    InstalledSkill mail = skill("mail", Source.CUSTOM, "send");
    for (List<InstalledSkill> order : List.of(List.of(crm, mail), List.of(mail, crm))) {
      ToolSet set = ToolSet.of(order, List.of());
      assertThat(set.find("send")).isEmpty();
      assertThat(owner(set, "find")).contains("crm");
      assertThat(set.leftOut().get("send")).containsExactlyInAnyOrder("crm", "mail");
      assertThat(set.of(crm)).hasSize(1);
      assertThat(set.of(mail)).isEmpty();
    }
  }

  @Test
  void theInstallationKeepsItsNames() {
    ToolSet set =
        ToolSet.of(
            List.of(
                skill("crm", Source.CUSTOM, "send"),
                skill("mail", Source.BUILT_IN, "send"),
                skill("post", Source.CUSTOM, "send")),
            List.of());
    assertThat(owner(set, "send")).contains("mail");
    assertThat(set.leftOut()).containsEntry("send", List.of("crm", "post"));
  }

  @Test
  void whatIsReservedIsNoSkills() {
    ToolSet set =
        ToolSet.of(List.of(skill("crm", Source.BUILT_IN, "ask_user")), List.of("ask_user"));
    assertThat(set.find("ask_user")).isEmpty();
    assertThat(set.leftOut()).containsEntry("ask_user", List.of("crm"));
  }
}
