package dev.perdure.activities;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolOutput;
import java.util.function.Function;

/** A call of a tool outside a run, on the same time limit and read the same way. */
public final class ToolTrial {

  private ToolTrial() {}

  /**
   * Makes the call once.
   *
   * @param schemas hold the answer against what the tool says it answers
   * @throws PerdureException when the tool failed: {@code ToolFailed} or {@code OutboundFailed}
   */
  public static ToolOutput run(
      ToolDescriptor tool, JsonSchemas schemas, Function<Cancellation, ToolOutput> call) {
    return switch (ToolRunner.run(tool, call, new StopSignal(), _ -> {})) {
      case ToolRunner.End.Returned<ToolOutput> returned ->
          Promised.held(schemas, tool, Results.clean(returned.value()));
      case ToolRunner.End.Failed<ToolOutput> failed -> throw failed.failure();
      case ToolRunner.End.Lost<ToolOutput> lost -> throw lost.failure();
    };
  }
}
