package dev.perdure.skills.builtin.files;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.testkit.workspace.MemoryWorkspaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Calls the tools of files as the steps of one session would. */
public final class FileCalls {

  private final MemoryWorkspaces workspaces;
  private final RunRef run;
  private final List<Tool> tools = new FilesSkill().tools();
  private int step;

  public FileCalls() {
    this(new MemoryWorkspaces());
  }

  public FileCalls(MemoryWorkspaces workspaces) {
    this.workspaces = workspaces;
    this.run = new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
  }

  public Tool tool(String name) {
    return tools.stream()
        .filter(tool -> tool.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Another call. */
  public ToolInvocation next(Map<String, Object> arguments) {
    return attempt(++step, arguments);
  }

  /** The last call, tried again by another worker. */
  public ToolInvocation again(Map<String, Object> arguments) {
    return attempt(step, arguments);
  }

  private ToolInvocation attempt(int step, Map<String, Object> arguments) {
    ToolInvocation call = ToolInvocation.of(StepRef.of(run, step).withCall(1), arguments);
    return call.with(workspaces.of(run.orgId(), run.sessionId(), call.idempotencyKey()));
  }

  public ToolOutput call(String tool, Map<String, Object> arguments) {
    return tool(tool).call(next(arguments));
  }

  /** What a call that must go well tells. */
  public String ok(String tool, Map<String, Object> arguments) {
    ToolOutput output = call(tool, arguments);
    if (output.error()) {
      throw new AssertionError(output.content());
    }
    return output.content();
  }

  /** What a call that must not go well tells. */
  public String fails(String tool, Map<String, Object> arguments) {
    ToolOutput output = call(tool, arguments);
    if (!output.error()) {
      throw new AssertionError(output.content());
    }
    return output.content();
  }

  public void undo(String tool, Map<String, Object> arguments) {
    ((CompensableTool) tool(tool)).undo(again(arguments), "");
  }

  public Workspace workspace() {
    return next(Map.of()).workspace();
  }

  public void put(String path, String text) {
    put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public void put(String path, byte[] content) {
    workspace().write(path, new ByteArrayInputStream(content), null);
  }

  public byte[] bytes(String path) {
    try (InputStream in = workspace().read(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  public List<String> paths() {
    return workspace().list("").stream().map(file -> file.path()).toList();
  }
}
