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
