package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.ToolInvocation;

/** A tool that changes files. The workspace knows what each call changed, and takes it back. */
interface ChangingTool extends CompensableTool {

  @Override
  default void undo(ToolInvocation call, String result) {
    call.workspace().undo();
  }
}
