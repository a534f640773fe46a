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
import dev.perdure.skills.builtin.files.archive.ArchiveEntryInfo.Kind;
import dev.perdure.skills.internal.FileTrouble;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes an archive apart. It is looked through as a whole before anything is written: an archive
 * with anything wrong in it leaves no file behind.
 */
public final class ExtractArchiveTool implements CompensableTool {

  private static final int SHOWN = 50;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
              "extract_archive",
              "Extracts a zip, tar or tar.gz file of this session into a folder. Links and devices"
                  + " are left out; archives inside stay files.",
              Schema.object(
                  Map.of(
                      "path",
                      Schema.text("The archive.", 1, 1_024),
                      "to",
                      Schema.text(
                          "The folder; the archive's path without its ending when left out, . for"
                              + " the top.",
                          1,
                          1_024),
                      "overwrite",
                      Schema.flag("Write over files that are there; false when left out.")),
                  "path"),
              Effect.IDEMPOTENT,
              Duration.ofMinutes(5),
              3,
              Risk.MEDIUM)
          .untrusting();

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
    String path = arguments.text("path");
    // An attempt that died may have written files, even over the archive: this one has to find what
    // that one found.
    invocation.workspace().revert();
    try (TempFile copy = TempFile.create()) {
      copy(invocation.workspace(), path, copy);
      String to = folder(path, arguments.text("to", ""));
      Integer expected = arguments.flag("overwrite") ? null : 0;
      int files = check(invocation, copy, to);
      return write(invocation, copy, to, expected, files);
    } catch (ArchiveRefusedException e) {
      return refused(path, e.getMessage());
    } catch (IOException e) {
      throw FileTrouble.of(e);
    }
  }

  private static ToolOutput refused(String path, @Nullable String why) {
    return ToolOutput.failure(path + " was not extracted, and nothing was written. " + why);
  }

  private static void copy(Workspace workspace, String path, TempFile copy)
      throws IOException, ArchiveRefusedException {
    WorkspaceFile file =
        workspace
            .find(path)
            .orElseThrow(() -> new ArchiveRefusedException("There is no such file."));
    if (file.size() > Bounds.MOST_PACKED) {
      throw new ArchiveRefusedException(
          "It is larger than " + Bounds.MOST_PACKED / 1024 / 1024 + " MiB.");
    }
    try (InputStream in = workspace.read(path);
        OutputStream out = Files.newOutputStream(copy.path())) {
      in.transferTo(out);
    }
  }

  private static String folder(String path, String to) {
    if (to.isEmpty()) {
      String folder = path.replaceFirst("(?i)(\\.tar\\.gz|\\.tgz|\\.tar|\\.zip)$", "");
      return folder.equals(path) ? path + ".files" : folder;
    }
    return to.equals(".") ? "" : to;
  }

  /** Looks through all of it; answers how many files there are. */
  @SuppressWarnings("CatchingUnchecked") // libraries fail in many ways on what is no archive
  private static int check(ToolInvocation invocation, TempFile copy, String to)
      throws ArchiveRefusedException {
    ArchiveNames names = new ArchiveNames(to, invocation.workspace().list(to));
    int[] files = {0};
    try {
      Unpacking.visit(
          copy.path(),
          (entry, content) -> {
            invocation.cancellation().throwIfRequested();
            if (entry.kind() == Kind.FILE) {
              files[0]++;
              names.take(entry.name());
              content.transferTo(OutputStream.nullOutputStream());
            } else if (!entry.name().matches("\\.?/?")) {
              ArchiveNames.path(entry.name());
            }
          });
    } catch (PerdureException e) {
      throw e;
    } catch (Bounds.BombException e) {
      throw new ArchiveRefusedException(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      throw new ArchiveRefusedException("It is damaged, or no archive: " + said(e));
    }
    return files[0];
  }

  private static String said(Exception e) {
    return ArchiveNames.shown(String.valueOf(e.getMessage())) + ".";
  }

  private static ToolOutput write(
      ToolInvocation invocation, TempFile copy, String to, @Nullable Integer expected, int files)
      throws IOException, ArchiveRefusedException {
    Workspace workspace = invocation.workspace();
    List<WorkspaceFile> written = new ArrayList<>();
    List<String> left = new ArrayList<>();
    boolean whole = false;
    try {
      Unpacking.visit(
          copy.path(),
          (entry, content) -> {
            invocation.cancellation().throwIfRequested();
            if (entry.kind() == Kind.FILE) {
              String path = (to.isEmpty() ? "" : to + "/") + ArchiveNames.path(entry.name());
              written.add(workspace.write(path, content, expected));
            } else if (entry.kind() != Kind.FOLDER) {
              left.add(ArchiveNames.shown(entry.name()));
            }
          });
      whole = true;
    } finally {
      if (!whole) {
        workspace.revert();
      }
    }
    return ToolOutput.of(tell(to, written, left, files));
  }

  private static String tell(String to, List<WorkspaceFile> written, List<String> left, int files) {
    long bytes = written.stream().mapToLong(WorkspaceFile::size).sum();
    StringBuilder told = new StringBuilder();
    told.append("Extracted ").append(files).append(files == 1 ? " file, " : " files, ");
    told.append(bytes).append(" bytes, to ").append(to.isEmpty() ? "the top" : to).append('.');
    written.stream()
        .limit(SHOWN)
        .forEach(file -> told.append('\n').append(file.path()).append(": ").append(file.size()));
    if (written.size() > SHOWN) {
      told.append("\n… and ").append(written.size() - SHOWN).append(" more");
    }
    if (!left.isEmpty()) {
      told.append("\nLeft out, as links or devices: ").append(left.size()).append(" (");
      told.append(String.join(", ", left.subList(0, Math.min(left.size(), 10)))).append(')');
    }
    return told.toString();
  }
}
