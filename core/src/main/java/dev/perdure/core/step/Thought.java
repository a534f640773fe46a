package dev.perdure.core.step;

import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a THINK step commits: the assistant's message, what it cost, and the decision.
 *
 * @param messageId the id given to the message when it was opened, or a fresh one
 * @param opened whether {@code TEXT_MESSAGE_START} of {@code messageId} is in the log already
 * @param provider who served the call
 * @param model the model that answered, as the provider names it
 * @param duration how long the call took
 * @param reasoning what the model thought aloud, where it sends that
 * @param costMicros what the call cost in millionths of a US dollar; 0 when the price is not known
 * @param given outcomes of calls that are not to be made, by the index of the call's part in {@code
 *     content}, counted from 0: a loop that was noticed, too many calls
 * @param tools what each call was planned for, likewise by its index; a call that is not named may
 *     be made of any tool of its name
 */
public record Thought(
    UUID messageId,
    boolean opened,
    List<ContentPart> content,
    Decision decision,
    String provider,
    String model,
    TokenUsage usage,
    Duration duration,
    @Nullable String reasoning,
    long costMicros,
    Map<Integer, ToolOutput> given,
    Map<Integer, PlannedTool> tools) {

  /** Provider and model of an answer that a person gave in place of a model. Has no usage. */
  public static final String PERSON = "person";

  public Thought {
    content = List.copyOf(content);
    given = Map.copyOf(given);
    tools = Map.copyOf(tools);
  }

  /** What it took to think it. */
  public ModelUse use() {
    return new ModelUse(provider, model, usage, duration, costMicros);
  }

  /** A thought that does not say which tools it means. */
  public Thought(
      UUID messageId,
      boolean opened,
      List<ContentPart> content,
      Decision decision,
      String provider,
      String model,
      TokenUsage usage,
      Duration duration,
      @Nullable String reasoning,
      long costMicros,
      Map<Integer, ToolOutput> given) {
    this(
        messageId,
        opened,
        content,
        decision,
        provider,
        model,
        usage,
        duration,
        reasoning,
        costMicros,
        given,
        Map.of());
  }

  /** A thought without reasoning, of unknown price. */
  public Thought(
      UUID messageId,
      boolean opened,
      List<ContentPart> content,
      Decision decision,
      String provider,
      String model,
      TokenUsage usage,
      Duration duration) {
    this(messageId, opened, content, decision, provider, model, usage, duration, null, 0, Map.of());
  }
}
