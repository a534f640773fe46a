package dev.perdure.skills.sandbox.gvisor;

import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.skills.sandbox.process.Interpreters;
import dev.perdure.skills.sandbox.process.Jail;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.Keeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What a job is run with under gVisor. */
record GvisorJail(Path runsc, Keeper keeper, Interpreters interpreters, Bundle bundle)
    implements Jail {

  @Override
  public String complaint() {
    return "running container: ";
  }

  /** The kernel's own, of which each of the job's processes has some. */
  @Override
  public Overhead overhead() {
    return new Overhead(1_000, 128L * 1024 * 1024);
  }

  @Override
  public Start start(SandboxJob job, JobFolder folder) {
    try {
      Path made = bundle.write(job, folder, interpreters.command(job, Bundle.PROGRAM));
      return new Start(
          keeper.freeCommand(
              job,
              folder,
              List.of(
                  runsc.toString(),
                  "--rootless",
                  "--network=none",
                  "--ignore-cgroups",
                  "--platform=systrap",
                  "--oci-seccomp",
                  "--root=" + folder.mount().resolve("state"),
                  "run",
                  "--bundle=" + made,
                  "job")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
