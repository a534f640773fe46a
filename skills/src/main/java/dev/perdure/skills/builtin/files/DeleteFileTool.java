package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.Map;

/** Moves a file or a folder to the trash. */
record DeleteFileTool() implements ChangingTool {

  @Override
  public ToolDescriptor descriptor() {
    return Files.changing(
        "delete_file",
        "Moves a file, or a folder with all below it, to the trash; restore_file brings it back.",
        Schema.object(Map.of(Files.PATH, Files.path("What is deleted.")), Files.PATH));
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    String path = new Values(invocation.arguments()).text(Files.PATH);
    return ToolOutput.of(Files.lines("Moved to the trash:", invocation.workspace().delete(path)));
  }
}
