package dev.perdure.activities;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.step.Claim;
import dev.perdure.workflows.ActivityPolicies;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes what a model is asked: instructions, transcript and tools. */
final class ContextAssembler {

  private ContextAssembler() {}

  static ModelRequest assemble(Claim.Claimed step, Toolbox toolbox, List<Message> transcript) {
    AgentConfig config = toolbox.agent().config();
    return new ModelRequest(
        step.step(),
        config.model(),
        instructions(config, toolbox.skills()),
        Pairing.pair(transcript),
        toolbox.specs(),
        config.parameters(),
        ActivityPolicies.MODEL_CALL);
  }

  /** The agent's own instructions, then those of each skill under its title. */
  private static String instructions(AgentConfig config, List<Skill> skills) {
    Stream<String> own = Stream.of(config.instructions().strip());
    Stream<String> ofSkills =
        skills.stream()
            .map(Skill::descriptor)
            .filter(skill -> !skill.instructions().isBlank())
            .map(skill -> "## " + skill.title() + "\n\n" + skill.instructions().strip());
    return Stream.concat(own, ofSkills)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }
}
