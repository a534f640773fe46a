package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a text file as a whole. */
record WriteFileTool() implements ChangingTool {

  static final String EXPECTED = "expected_version";
  static final Map<String, Object> EXPECTED_SCHEMA =
      Schema.integer(
          "The version it must have; 0 when it must not be there yet. Left out: whatever is there.",
          0,
          Integer.MAX_VALUE);
  private static final int MOST = 1_000_000;

  @Override
  public ToolDescriptor descriptor() {
    return Files.changing(
        "write_file",
        "Writes a text file as a whole, new or over what is there. Old versions are kept. To"
            + " change a part, use edit_file.",
        Schema.object(
            Map.of(
                Files.PATH,
                Files.path("Where, such as reports/june.md."),
                "content",
                Schema.text("All of it.", 0, MOST),
                EXPECTED,
                EXPECTED_SCHEMA),
            Files.PATH,
            "content"));
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    byte[] content = arguments.text("content").getBytes(StandardCharsets.UTF_8);
    WorkspaceFile file =
        invocation
            .workspace()
            .write(
                arguments.text(Files.PATH),
                new ByteArrayInputStream(content),
                arguments.integer(EXPECTED).orElse(null));
    return ToolOutput.of("Written. " + Files.line(file));
  }
}
