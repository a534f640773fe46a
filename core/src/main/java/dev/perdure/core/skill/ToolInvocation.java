package dev.perdure.core.skill;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.Workspace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One call of a tool, with all it may use. */
public final class ToolInvocation {

  private final SkillContext context;
  private final @Nullable StepRef step;
  private final @Nullable UUID sessionId;
  private final String idempotencyKey;
  private final Map<String, Object> arguments;
  private final Cancellation cancellation;
  private final Workspace workspace;
  private final LiveOutput liveOutput;

  private ToolInvocation(
      SkillContext context,
      @Nullable StepRef step,
      @Nullable UUID sessionId,
      String idempotencyKey,
      Map<String, Object> arguments,
      Cancellation cancellation,
      Workspace workspace,
      LiveOutput liveOutput) {
    this.context = context;
    this.step = step;
    this.sessionId = sessionId;
    this.idempotencyKey = idempotencyKey;
    this.arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    this.cancellation = cancellation;
    this.workspace = workspace;
    this.liveOutput = liveOutput;
  }

  /**
   * A call that a run makes; with no way to the outside and no workspace until it is given them.
   *
   * @param step names the run, its organization, and the effect
   * @param arguments valid against the tool's schema
   */
  public static ToolInvocation of(StepRef step, Map<String, Object> arguments) {
    return new ToolInvocation(
        SkillContext.bare(step.run().orgId()),
        step,
        step.run().sessionId(),
        step.effectKey(),
        arguments,
        Cancellation.NEVER,
        Workspace.none(),
        LiveOutput.NONE);
  }

  /**
   * A call that a person makes to try a tool, outside any run.
   *
   * @param sessionId whose files it sees; null for none
   * @param idempotencyKey names the effect
   */
  public static ToolInvocation tried(
      OrgId orgId, @Nullable UUID sessionId, String idempotencyKey, Map<String, Object> arguments) {
    return new ToolInvocation(
        SkillContext.bare(orgId),
        null,
        sessionId,
        idempotencyKey,
        arguments,
        Cancellation.NEVER,
        Workspace.none(),
        LiveOutput.NONE);
  }

  /**
   * The same call, with what its skill works with.
   *
   * @throws IllegalArgumentException when that is another organization's
   */
  public ToolInvocation with(SkillContext context) {
    if (!context.orgId().equals(orgId())) {
      throw new IllegalArgumentException("a context of another organization");
    }
    return new ToolInvocation(
        context, step, sessionId, idempotencyKey, arguments, cancellation, workspace, liveOutput);
  }

  /** The same call, which can be stopped. */
  public ToolInvocation with(Cancellation cancellation) {
    return new ToolInvocation(
        context, step, sessionId, idempotencyKey, arguments, cancellation, workspace, liveOutput);
  }

  /** The same call, with its session's files. */
  public ToolInvocation with(Workspace workspace) {
    return new ToolInvocation(
        context, step, sessionId, idempotencyKey, arguments, cancellation, workspace, liveOutput);
  }

  /** The same call, watched. */
  public ToolInvocation with(LiveOutput liveOutput) {
    return new ToolInvocation(
        context, step, sessionId, idempotencyKey, arguments, cancellation, workspace, liveOutput);
  }

  public OrgId orgId() {
    return context.orgId();
  }

  /** The session it belongs to; empty for a call outside any. */
  public Optional<UUID> sessionId() {
    return Optional.ofNullable(sessionId);
  }

  /** The step of the run that makes it; empty when a person tries the tool. */
  public Optional<StepRef> step() {
    return Optional.ofNullable(step);
  }

  /** Valid against the tool's schema. */
  public Map<String, Object> arguments() {
    return arguments;
  }

  /** The key to hand to services that deduplicate; the same for every attempt. */
  public String idempotencyKey() {
    return idempotencyKey;
  }

  /** Tells when to stop. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** The organization's settings and secrets for the skill. */
  public SkillContext context() {
    return context;
  }

  /** The only way to the outside; bound to the organization, and stopped with the call. */
  public OutboundHttp http() {
    return context.http();
  }

  /** The session's files. */
  public Workspace workspace() {
    return workspace;
  }

  /** Where to show what happens while it happens. */
  public LiveOutput liveOutput() {
    return liveOutput;
  }

  @Override
  public String toString() {
    return "ToolInvocation[" + idempotencyKey + "]";
  }
}
