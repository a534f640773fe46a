package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts what keeps a job: without a user, in namespaces of its own, dead when its process is.
 * Sandboxes run inside of it.
 */
public final class Keeper {

  /** Descriptor of the filter of system calls. */
  public static final int FILTER = 3;

  /** Descriptor of the code. */
  public static final int PROGRAM = 7;

  /** What it ends with when it could not set a job up. */
  public static final int FAILED = 125;

  /**
   * Java hands no descriptors on but three; a shell opens the others, as long as it may. The
   * worker's end of standard input is the job's lifeline, which becomes 8.
   */
  private static final String OPEN =
      "exec 3<\"$1\" 4<in.tar 5>out.tar 6>status 7<program 8<&0 <stdin; shift; exec \"$@\"";

  private static final String NOBODY = "65534";

  /** Folders and files of its own in the job's file system, its root among them. */
  private static final int INODES = 8;

  private static final long BLOCK = 512;
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  private final Path script;
  private final Path filter;
  private final boolean root;

  /** Lays its script and the filter down. */
  public Keeper(SandboxFolders folders, byte[] filter) {
    this.script = folders.put("keep.sh", resource("keep.sh"));
    this.filter = folders.put("filter.bpf", filter);
    this.root = folders.areOfRoot();
  }

  /** What must be installed. */
  public static List<String> missing() {
    return Interpreters.missing("unshare", "prlimit", "timeout", "tar", "mount", "setpriv", "sh");
  }

  /**
   * The command for a job.
   *
   * @param sandbox what is run inside; it ends at the wall time
   */
  public List<String> command(SandboxJob job, JobFolder folder, List<String> sandbox) {
    return command(
        job,
        folder,
        sandbox,
        Integer.toString(job.limits().processes() + 16),
        Long.toString((job.limits().diskBytes() + 16 * MIB) / BLOCK),
        Long.toString((job.limits().memoryBytes() + 64 * MIB) / KIB));
  }

  /** The same for a sandbox that is a kernel by itself, with threads and reserves of its own. */
  public List<String> freeCommand(SandboxJob job, JobFolder folder, List<String> sandbox) {
    return command(
        job,
        folder,
        sandbox,
        Integer.toString(4 * job.limits().processes() + 256),
        "unlimited",
        "unlimited");
  }

  private List<String> command(
      SandboxJob job,
      JobFolder folder,
      List<String> sandbox,
      String processes,
      String fileSize,
      String memory) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", OPEN, "sandbox", filter.toString()));
    if (root) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(
        List.of("unshare", "--user", "--map-root-user", "--mount-proc", "--pid", "--fork"));
    command.addAll(List.of("--kill-child=KILL", "sh", script.toString()));
    command.addAll(
        List.of(
            folder.mount().toString(),
            Long.toString(job.limits().diskBytes()),
            Integer.toString(job.limits().files() + INODES),
            job.files().isEmpty() ? "0" : "1",
            processes,
            fileSize,
            memory));
    command.addAll(List.of("timeout", "-s", "KILL", seconds(job)));
    command.addAll(sandbox);
    return command;
  }

  private static String seconds(SandboxJob job) {
    return "%d.%03d"
        .formatted(job.limits().wallTime().toSeconds(), job.limits().wallTime().toMillisPart());
  }

  private static byte[] resource(String name) {
    try (InputStream resource = Keeper.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
