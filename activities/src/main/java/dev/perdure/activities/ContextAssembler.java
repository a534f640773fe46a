package dev.perdure.activities;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.Claim;
import dev.perdure.workflows.ActivityPolicies;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes what a model is asked: instructions, transcript and tools. What stays the same from step to
 * step comes first, so that a provider can read it from its cache.
 */
final class ContextAssembler {

  private static final String LAST =
      """
      This is your last turn: you can't call any more tools. Answer now with what you know, and say \
      what is missing.\
      """;

  private ContextAssembler() {}

  /**
   * The request.
   *
   * @param model {@code provider/model}
   * @param last whether the model has to answer now, without tools
   */
  static ModelRequest assemble(
      Claim.Claimed step, Toolbox toolbox, List<Message> transcript, String model, boolean last) {
    AgentConfig config = toolbox.config();
    Disclosure disclosure = Disclosure.of(toolbox, transcript);
    List<ToolSpec> tools =
        last
            ? List.of()
            : toolbox.specs(step.facts().depth(), Results.artifacts(transcript), disclosure);
    Spotlight spotlight = new Spotlight(step.facts().marker());
    Stream<String> told =
        Stream.concat(
            Spotlight.needed(transcript)
                ? Stream.of(spotlight.instructions())
                : Stream.<String>empty(),
            last ? Stream.of(LAST) : Stream.<String>empty());
    return new ModelRequest(
        step.step(),
        model,
        instructions(toolbox, disclosure, told),
        spotlight.mark(Pairing.pair(transcript)),
        tools,
        config.parameters(),
        ActivityPolicies.MODEL_CALL,
        config.outputSchema());
  }

  /**
   * The agent's own instructions, those of each skill under its title, the skills it can open, what
   * else is told.
   */
  private static String instructions(Toolbox toolbox, Disclosure disclosure, Stream<String> told) {
    Stream<String> own = Stream.of(toolbox.config().instructions().strip());
    Stream<String> ofSkills =
        toolbox.skills().stream()
            .filter(skill -> !disclosure.onDemand().contains(skill))
            .map(skill -> skill.skill().descriptor())
            .filter(skill -> !skill.instructions().isBlank())
            .map(skill -> "## " + skill.title() + "\n\n" + skill.instructions().strip());
    return Stream.of(own, ofSkills, Stream.of(disclosure.instructions(), toolbox.clashes()), told)
        .flatMap(parts -> parts)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }
}
