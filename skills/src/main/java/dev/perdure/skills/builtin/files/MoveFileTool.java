package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.Map;

/** Moves a file or a folder. */
record MoveFileTool() implements ChangingTool {

  @Override
  public ToolDescriptor descriptor() {
    return Files.changing(
        "move_file",
        "Moves or renames a file, or a folder with all below it. Nothing may be where it goes.",
        Schema.object(
            Map.of(
                "from", Files.path("What is moved."),
                "to", Files.path("Its new path, with its name.")),
            "from",
            "to"));
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    return ToolOutput.of(
        Files.lines(
            "Moved:", invocation.workspace().move(arguments.text("from"), arguments.text("to"))));
  }
}
