package dev.perdure.skills.builtin.data;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.process.Answer;
import dev.perdure.skills.builtin.data.process.PrivateFolders;
import dev.perdure.skills.builtin.data.process.QueryProcesses;
import dev.perdure.skills.builtin.data.process.StagedFiles;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import dev.perdure.skills.builtin.data.wire.Bounds;
import dev.perdure.skills.builtin.data.wire.FileRef;
import dev.perdure.skills.builtin.data.wire.Request;
import dev.perdure.skills.sandbox.process.WorkerFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Queries over files: copied to a folder that is wiped whatever happens. */
final class FileQueries {

  /** Makes a tool's answer of what the process said. */
  @FunctionalInterface
  interface Teller {

    /**
     * Words it.
     *
     * @param out where the process saved a result
     */
    ToolOutput tell(Answer answer, Path out) throws IOException;
  }

  private final PrivateFolders folders;
  private final QueryProcesses processes;
  private final QueryLimits limits;

  FileQueries(PrivateFolders folders, QueryProcesses processes, QueryLimits limits) {
    this.folders = folders;
    this.processes = processes;
    this.limits = limits;
  }

  /**
   * Runs a query.
   *
   * @param sql empty to be told of the files
   * @param save name of a file for the result; empty for none
   */
  ToolOutput run(ToolInvocation invocation, String sql, String save, Teller teller) {
    try (QueryProcesses.Turn turn = processes.takeTurn(invocation.cancellation())) {
      Path folder = folders.create();
      try {
        List<FileRef> files =
            new StagedFiles(invocation.workspace(), limits.inputBytes())
                .stage(Schemas.texts(invocation, Schemas.FILES), folder.resolve("files"));
        Request request = new Request.OfFiles(bounds(limits), folder.toString(), files, sql, save);
        Answer answer = turn.run(request, folder);
        return teller.tell(answer, folder.resolve("out"));
      } finally {
        WorkerFolder.remove(folder);
      }
    } catch (StagedFiles.Unfit e) {
      return ToolOutput.failure(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw PerdureException.toolRetryable(
          "query_folder_failed", "The files could not be copied for the query.", null, e);
    }
  }

  static Bounds bounds(QueryLimits limits) {
    return new Bounds(
        limits.time(), limits.memoryMb(), limits.spillMb(), limits.rows(), limits.resultBytes());
  }
}
