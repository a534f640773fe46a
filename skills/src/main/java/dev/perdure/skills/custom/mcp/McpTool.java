package dev.perdure.skills.custom.mcp;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.LiveOutput;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.custom.Strangers;
import dev.perdure.skills.custom.ToolOverride;
import java.time.Duration;
import java.util.Map;

/** A tool of an MCP server. */
final class McpTool implements Tool {

  private static final int MOST_ATTEMPTS = 3;
  private static final int LONGEST_PROGRESS = 1_000;

  private final OfferedTool tool;
  private final ToolDescriptor descriptor;
  private final McpCalls calls;

  McpTool(OfferedTool tool, McpDefinition.Settings settings, McpCalls calls) {
    this.tool = tool;
    this.descriptor = descriptor(tool, settings);
    this.calls = calls;
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    McpUse use =
        new McpUse(
            invocation.context(),
            invocation.http(),
            invocation.cancellation(),
            System.nanoTime() + descriptor.timeout().toNanos(),
            text ->
                invocation
                    .liveOutput()
                    .show(
                        LiveOutput.Channel.STDOUT,
                        text.substring(0, Math.min(text.length(), LONGEST_PROGRESS)) + "\n"));
    Map<String, Object> result =
        calls.call(
            tool, descriptor.effect(), invocation.arguments(), invocation.idempotencyKey(), use);
    return calls.results().read(result, tool, invocation);
  }

  /**
   * A server's word on itself makes nothing less guarded: what a person said of the tool counts,
   * else the hints if a person said they can be trusted, else the worst.
   */
  private static ToolDescriptor descriptor(OfferedTool tool, McpDefinition.Settings settings) {
    ToolOverride override = settings.override(tool.name());
    boolean reads =
        settings.trustAnnotations() && tool.hints("readOnlyHint") && !tool.hints("destructiveHint");
    boolean repeats = settings.trustAnnotations() && tool.hints("idempotentHint");
    Effect effect = reads ? Effect.NONE : repeats ? Effect.IDEMPOTENT : Effect.ONCE;
    return new ToolDescriptor(
        tool.toolName(),
        Strangers.word(
            "Its MCP server", tool.description().isBlank() ? tool.title() : tool.description()),
        tool.inputSchema(),
        override.effectOr(effect),
        Duration.ofSeconds(override.timeoutSecondsOr(settings.timeoutSeconds())),
        MOST_ATTEMPTS,
        override.riskOr(reads ? Risk.MEDIUM : Risk.HIGH),
        override.untrustedOr(true),
        tool.outputSchema(),
        0);
  }
}
