package dev.perdure.skills.sandbox;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.util.List;
import java.util.Set;

/**
 * A program that a tool call runs: what it says is shown, what it leaves is saved, and the model is
 * told of both.
 */
public final class ProgramRun {

  private ProgramRun() {}

  /**
   * Runs it and waits.
   *
   * @param own paths of files that belong to the tool: what the program writes there is lost
   * @param hidden paths of the workspace that it did not see, since the tool has files there
   * @throws PerdureException as {@link Sandbox#run}; with {@code Cancelled} when the call was
   *     stopped
   */
  public static ToolOutput of(
      Sandbox sandbox, SandboxJob job, ToolInvocation call, Set<String> own, List<String> hidden) {
    try (LiveBatches live = new LiveBatches(call.liveOutput())) {
      Harvest harvest = new Harvest(call.workspace(), live, own);
      SandboxResult result = sandbox.run(job, harvest, call.cancellation());
      if (result.ending() == Ending.STOPPED) {
        throw PerdureException.cancelled();
      }
      return new ToolOutput(
          ProgramReport.of(result, job.limits(), harvest, hidden), !result.succeeded());
    }
  }
}
