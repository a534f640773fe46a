package dev.perdure.skills.builtin.code;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxSettings;
import dev.perdure.skills.sandbox.Sandboxes;
import dev.perdure.skills.sandbox.process.SeccompFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Measures a start: a program by bubblewrap's bare command line and by the tool, by turns. With
 * bubblewrap that is what the skill adds; other backends are held against the same line, for they
 * have none of their own to compare with. Run by bench/sandbox/run.
 */
public final class SandboxStartBench {

  private static final int WARM_UP = 10;

  /** The line that held against 48 attacks when backends were compared. */
  private static final String BARE =
      """
      exec 9<"$1"
      exec env -i prlimit --nproc=600 --data=805306368 --cpu=30:32 --fsize=33554432 --nofile=256 \
      --core=0 -- bwrap --unshare-all --unshare-user --disable-userns --uid 65534 --gid 65534 \
      --hostname sbx --die-with-parent --new-session --cap-drop ALL --clearenv \
      --setenv PATH /usr/bin:/bin --setenv HOME /work --ro-bind /usr /usr --symlink usr/lib /lib \
      --symlink usr/lib64 /lib64 --symlink usr/bin /bin --dir /etc \
      --ro-bind /etc/ld.so.cache /etc/ld.so.cache --proc /proc --dev /dev \
      --size 1048576 --tmpfs /dev/shm --size 33554432 --tmpfs /tmp --size 67108864 --tmpfs /work \
      --chdir /work --remount-ro /dev --remount-ro / --seccomp 9 -- \
      prlimit --nproc=48 --as=1073741824 --data=805306368 --cpu=10:12 --fsize=33554432 \
      --nofile=128 --core=0 -- python3 -c 'print(42)'
      """;

  private SandboxStartBench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
    String backend = arguments.length < 2 ? "bubblewrap" : arguments[1];
    Path filter = Files.createTempFile("bench-filter", ".bpf");
    Files.write(filter, SeccompFilter.forThisMachine(Set.of()).orElseThrow());
    try (Sandbox sandbox =
        Sandboxes.open(
            new SandboxSettings(backend, SandboxSettings.DEFAULT.most(), 4), List.of())) {
      if (!sandbox.status().works()) {
        throw new IllegalStateException(sandbox.status().findings().toString());
      }
      Tool tool =
          new CodeSkill(sandbox)
              .tools().stream()
                  .filter(each -> each.descriptor().name().equals("run_python"))
                  .findFirst()
                  .orElseThrow();
      List<Double> bare = new ArrayList<>();
      List<Double> skill = new ArrayList<>();
      for (int i = 0; i < WARM_UP + rounds; i++) {
        double one = millis(() -> runBare(filter));
        double other = millis(() -> runSkill(tool));
        if (i >= WARM_UP) {
          bare.add(one);
          skill.add(other);
        }
      }
      double bareMedian = percentile(bare, 50);
      double skillMedian = percentile(skill, 50);
      System.out.printf(
          "%d rounds, backend %s, %s%nbare bubblewrap   p50 %.1f ms  p95 %.1f ms  least %.1f ms%n"
              + "through the skill p50 %.1f ms  p95 %.1f ms  least %.1f ms%nratio of the p50s  %.2f%s%n",
          rounds,
          backend,
          sandbox.status().languages(),
          bareMedian,
          percentile(bare, 95),
          percentile(bare, 0),
          skillMedian,
          percentile(skill, 95),
          percentile(skill, 0),
          skillMedian / bareMedian,
          backend.equals("bubblewrap")
              ? ""
              : " (not what the skill adds: the bare line is bubblewrap's, not " + backend + "'s)");
    } finally {
      Files.deleteIfExists(filter);
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static double millis(Work work) throws IOException, InterruptedException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static void runBare(Path filter) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", BARE, "bare", filter.toString())
            .redirectErrorStream(true)
            .start();
    String said;
    try (var output = process.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0 || !said.strip().equals("42")) {
      throw new IllegalStateException("the bare command did not run: " + said);
    }
  }

  private static void runSkill(Tool tool) {
    RunRef run = new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
    ToolOutput output =
        tool.call(
            ToolInvocation.of(StepRef.of(run, 1).withCall(1), Map.of("code", "print(42)"))
                .with(new WorkspaceInMemory()));
    if (output.error() || !output.content().contains("42")) {
      throw new IllegalStateException(output.content());
    }
  }

  private static double percentile(List<Double> values, int percent) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }
}
