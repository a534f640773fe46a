package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.Map;

/** Takes a file or a folder out of the trash. */
record RestoreFileTool() implements ChangingTool {

  @Override
  public ToolDescriptor descriptor() {
    return Files.changing(
        "restore_file",
        "Takes what was deleted at a path, or below it, out of the trash: of each file the one"
            + " deleted last.",
        Schema.object(Map.of(Files.PATH, Files.path("Where it was.")), Files.PATH));
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    String path = new Values(invocation.arguments()).text(Files.PATH);
    return ToolOutput.of(Files.lines("Restored:", invocation.workspace().restore(path)));
  }
}
