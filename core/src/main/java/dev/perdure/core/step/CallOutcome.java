package dev.perdure.core.step;

import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.skill.ToolOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tool call commits.
 *
 * @param output what the model is to read
 * @param artifacts what is kept beside the transcript: what the tool made, and the whole result
 *     when it is too large; the output then is a digest of it
 * @param effect what became of the effect: {@code COMMITTED}, or {@code NOT_DONE} when the tool
 *     says that nothing happened, or {@code UNKNOWN} when an idempotent call failed and nobody
 *     knows how far it got; ignored for calls without an entry in the ledger, or with a settled one
 * @param costMicros what the call cost, in millionths of a US dollar
 * @param code why it is an error, for programs; absent when it is none, or when the tool says so
 * @param untrusted the tool that brought the output from outside; absent when it can be trusted
 */
public record CallOutcome(
    ToolOutput output,
    List<NewArtifact> artifacts,
    EffectEntry.Status effect,
    long costMicros,
    @Nullable String code,
    @Nullable String untrusted) {

  public CallOutcome {
    artifacts = List.copyOf(artifacts);
  }

  /** Of this cost, brought by this tool. */
  public CallOutcome(
      ToolOutput output,
      List<NewArtifact> artifacts,
      EffectEntry.Status effect,
      long costMicros,
      @Nullable String untrusted) {
    this(output, artifacts, effect, costMicros, null, untrusted);
  }

  /** A result that can be trusted. */
  public CallOutcome(ToolOutput output, List<NewArtifact> artifacts, EffectEntry.Status effect) {
    this(output, artifacts, effect, 0, null, null);
  }

  /** The same, brought from outside. */
  public CallOutcome from(@Nullable String tool) {
    return new CallOutcome(output, artifacts, effect, costMicros, code, tool);
  }

  /** The same, of a call that costs something. */
  public CallOutcome costing(long costMicros) {
    return new CallOutcome(output, artifacts, effect, costMicros, code, untrusted);
  }

  /** The same, an error of this code. */
  public CallOutcome because(String code) {
    return new CallOutcome(output, artifacts, effect, costMicros, code, untrusted);
  }

  /** A result that fits the transcript. */
  public static CallOutcome of(ToolOutput output) {
    return new CallOutcome(output, List.of(), EffectEntry.Status.COMMITTED);
  }
}
