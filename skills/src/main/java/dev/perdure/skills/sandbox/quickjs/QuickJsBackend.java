package dev.perdure.skills.sandbox.quickjs;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.skills.sandbox.process.Jail;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.JobRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Runs JavaScript by QuickJS, compiled to WebAssembly, in a JVM of its own: the language has no way
 * out of it, and the JVM's heap bounds it. It sees no files and no input.
 */
public final class QuickJsBackend implements SandboxBackend {

  private final JobRunner runner;
  private final Jail jail = new Machine();

  public QuickJsBackend(JobRunner runner) {
    this.runner = runner;
  }

  private record Machine() implements Jail {

    private static final long MIB = 1024 * 1024;

    /** What a JVM takes besides its heap. */
    private static final long BESIDES = 96;

    @Override
    public String complaint() {
      return "Error: Could not ";
    }

    @Override
    public Start start(SandboxJob job, JobFolder folder) {
      long heap = Math.max(32, job.limits().memoryBytes() / MIB - BESIDES);
      return new Start(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + heap + "m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:-UsePerfData",
              "-XX:+ExitOnOutOfMemoryError",
              "-cp",
              System.getProperty("java.class.path"),
              QuickJsProgram.class.getName(),
              folder.path().resolve("program").toString(),
              folder.status().toString(),
              Long.toString(job.limits().wallTime().toMillis())));
    }
  }

  @Override
  public String name() {
    return "quickjs";
  }

  @Override
  public Isolation isolation() {
    return Isolation.RUNTIME;
  }

  @Override
  public SandboxProbe probe() {
    return SandboxProbe.works(
        Set.of(Language.JAVASCRIPT), "QuickJS in WebAssembly, without files and input");
  }

  @Override
  public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
    if (job.language() != Language.JAVASCRIPT) {
      throw PerdureException.toolFinal(
          "sandbox_unavailable", "There is no sandbox for " + job.language().wireName(), null);
    }
    SandboxResult result = runner.run(jail, job, listener, cancellation);
    return job.files().isEmpty() ? result : withNote(result);
  }

  private static SandboxResult withNote(SandboxResult result) {
    return new SandboxResult(
        result.ending(),
        result.exitCode(),
        result.stdout(),
        result.stderr() + "(On this machine JavaScript does not see the session's files.)\n",
        result.leftBehind(),
        result.took());
  }
}
