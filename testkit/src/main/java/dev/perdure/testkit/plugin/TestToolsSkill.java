package dev.perdure.testkit.plugin;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import java.util.List;

/**
 * The skill {@code test_tools}: tools without effects, one for each way a tool can behave. Those
 * with effects are in {@link RecorderSkill}.
 *
 * <ul>
 *   <li>{@code slow {"ms"}}: takes so long, and hears when it is to stop.
 *   <li>{@code fail {"code", "retryable"}}: fails as it is told.
 *   <li>{@code huge {"characters"}}: answers with so many characters.
 *   <li>{@code risky {"what"}}: is of high risk, which the default approval policy asks for.
 *   <li>{@code read_page {"page"}}: answers with the page, as with what others wrote; see the cue
 *       {@code [[obey]]}.
 * </ul>
 */
public final class TestToolsSkill implements Skill {

  private final List<Tool> tools =
      List.of(
          new SlowTool(), new FailingTool(), new HugeTool(), new RiskyTool(), new ReadPageTool());

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(
        "test_tools", "1", "Test tools", "One tool for each way a tool can behave.", "");
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }
}
