package dev.perdure.testkit.plugin;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import java.util.List;
import java.util.Optional;

/**
 * The skill {@code effect_recorder}: its tools have effects outside the product, which the effect
 * recorder counts: one that may be repeated under its key, one that may not, one that can be
 * undone. The recorder's address is the environment variable {@value #URL}.
 */
public final class RecorderSkill implements Skill {
  /** Names the recorder's address, such as {@code http://127.0.0.1:4000}. */
  public static final String URL = "PERDURE_EFFECT_RECORDER_URL";

  private final List<Tool> tools;

  /** For {@link java.util.ServiceLoader}: takes the address from the environment. */
  public RecorderSkill() {
    this(Optional.ofNullable(System.getenv(URL)));
  }

  /** With the recorder at an address; without one its tool says so when called. */
  public RecorderSkill(Optional<String> url) {
    Recorder recorder = new Recorder(url);
    this.tools =
        List.of(
            new RecordEffectTool(recorder),
            new RecordOnceTool("record_once", recorder),
            new RecordUndoableTool(recorder));
  }

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(
        "effect_recorder",
        "1",
        "Effect recorder",
        "Writes notes to a recorder outside the system that counts every call.",
        "");
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }
}
