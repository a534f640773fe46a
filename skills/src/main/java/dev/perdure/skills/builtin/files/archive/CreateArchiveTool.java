package dev.perdure.skills.builtin.files.archive;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.FileTrouble;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Packs files into a zip or a tar.gz. The same files make the same archive, byte for byte. */
public final class CreateArchiveTool implements CompensableTool {

  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "create_archive",
          "Packs files and folders of this session into a zip or tar.gz file, which must not be"
              + " there yet, or is written over as a new version.",
          Schema.object(
              Map.of(
                  "to",
                  Schema.text(
                      "The archive; its ending says which kind.", "\\.(zip|tar\\.gz|tgz)$", 1_024),
                  "paths",
                  Schema.texts("Files and folders; all files when left out.", 200, 1_024)),
              "to"),
          Effect.IDEMPOTENT,
          Duration.ofMinutes(5),
          3,
          Risk.MEDIUM);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public void undo(ToolInvocation call, String result) {
    call.workspace().undo();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    Workspace workspace = invocation.workspace();
    String to = arguments.text("to");
    List<WorkspaceFile> before = workspace.changed();
    if (!before.isEmpty()) {
      // An attempt whose answer was lost has done it; others may have changed the files since.
      return ToolOutput.of("Packed into " + told(before.getFirst()));
    }
    SortedMap<String, WorkspaceFile> files = files(workspace, arguments.texts("paths"));
    files.remove(to); // not into itself
    long bytes = files.values().stream().mapToLong(WorkspaceFile::size).sum();
    if (files.isEmpty()) {
      return ToolOutput.failure("There is nothing to pack.");
    }
    if (files.size() > Bounds.MOST_ENTRIES || bytes > Bounds.MOST_BYTES) {
      return ToolOutput.failure(
          "That is too much for one archive: %d files, %d bytes. It may be %d files and %d bytes."
              .formatted(files.size(), bytes, Bounds.MOST_ENTRIES, Bounds.MOST_BYTES));
    }
    try (TempFile packed = TempFile.create()) {
      Packing.pack(to, packed.path(), workspace, files.values(), invocation.cancellation());
      try (InputStream in = Files.newInputStream(packed.path())) {
        WorkspaceFile archive = workspace.write(to, in, null);
        return ToolOutput.of(
            "Packed %d files, %d bytes, into %s".formatted(files.size(), bytes, told(archive)));
      }
    } catch (IOException e) {
      throw FileTrouble.of(e);
    }
  }

  private static String told(WorkspaceFile archive) {
    return "%s: version %d, %d bytes.".formatted(archive.path(), archive.version(), archive.size());
  }

  private static SortedMap<String, WorkspaceFile> files(Workspace workspace, List<String> paths) {
    SortedMap<String, WorkspaceFile> files = new TreeMap<>();
    if (paths.isEmpty()) {
      workspace.list("").forEach(file -> files.put(file.path(), file));
    }
    for (String path : paths) {
      List<WorkspaceFile> found =
          workspace.find(path).map(List::of).orElseGet(() -> workspace.list(path));
      if (found.isEmpty()) {
        throw PerdureException.toolFinal(
            "file_not_found", "There is no file or folder " + path + ".", null);
      }
      found.forEach(file -> files.put(file.path(), file));
    }
    return files;
  }
}
