package dev.perdure.skills.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.sandbox.Backends;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxSettings;
import dev.perdure.skills.sandbox.process.SandboxFolders;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs given to a cluster, to their end and after. */
class KubernetesBackendTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());
  private static final KubernetesSettings SETTINGS =
      new KubernetesSettings(
          FakeCluster.NAMESPACE,
          "registry.example/sandbox:1",
          "gvisor",
          null,
          "1",
          Duration.ofSeconds(20),
          Map.of(),
          List.of(),
          null);

  @TempDir private Path folder;
  private FakeCluster cluster;
  private SandboxFolders folders;
  private KubernetesBackend backend;
  private final Backends.Kept kept = new Backends.Kept();

  @BeforeEach
  void open() {
    assumeTrue(FakeCluster.canRun(), "bubblewrap plays the pods");
    cluster = new FakeCluster().setUp();
    folders = new SandboxFolders(folder);
    backend = new KubernetesBackend(SETTINGS, folders, cluster::client);
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      backend.close();
      folders.close();
      cluster.close();
    }
  }

  private void ready() {
    assertThat(backend.probe().detail()).contains("RuntimeClass gvisor");
    assertThat(backend.probe().languages()).contains(Language.PYTHON, Language.SHELL);
    cluster.requests().clear();
    cluster.jobs().clear();
  }

  private static SandboxJob shell(String code) {
    return SandboxJob.of(ORG, Language.SHELL, code, SandboxLimits.DEFAULT);
  }

  private SandboxResult run(SandboxJob job) {
    return backend.run(job, kept, Cancellation.NEVER);
  }

  private void assertDeleted() {
    assertThat(cluster.jobs()).hasSize(1);
    String name = cluster.jobs().getFirst().getMetadata().getName();
    assertThat(cluster.requests())
        .anyMatch(line ->
            line.startsWith("DELETE /apis/batch/v1/namespaces/sandbox/jobs/" + name)
                && line.contains("Background"));
    assertThat(cluster.admin().batch().v1().jobs().inNamespace("sandbox").list().getItems())
        .isEmpty();
    assertThat(folders.jobs()).isEmpty();
  }

  @Test
  void takesFilesInAndGivesBackWhatChanged() {
    ready();
    SandboxJob job =
        new SandboxJob(
            ORG,
            Language.SHELL,
            "cat; cat 'a/in ü.txt'; echo \"$1\" >&2; echo new > out.txt; echo x >> changed; exit 3",
            List.of("an 'argument'; exit 9"),
            "said in. ",
            List.of(
                SandboxFile.of("a/in ü.txt", "brought".getBytes(StandardCharsets.UTF_8)),
                SandboxFile.of("changed", new byte[100_000])),
            SandboxLimits.DEFAULT);
    SandboxResult result = run(job);
    assertThat(result.stderr()).isEqualTo("an 'argument'; exit 9\n");
    assertThat(result.stdout()).isEqualTo("said in. brought");
    assertThat(result.ending()).isEqualTo(Ending.EXITED);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(kept.files()).containsOnlyKeys("out.txt", "changed");
    assertThat(kept.files().get("changed")).hasSize(100_002);
    assertThat(kept.said()).contains("brought");
    assertDeleted();
  }

  @Test
  void takesInWhatIsLongerThanAPiece() {
    ready();
    byte[] large = new byte[40 * Bringing.PIECE + 17];
    new Random(1).nextBytes(large);
    SandboxJob job =
        shell("cat large > copy; wc -c < copy").with(List.of(SandboxFile.of("large", large)));
    assertThat(run(job).stdout().strip()).isEqualTo(Integer.toString(large.length));
    assertThat(kept.files()).containsOnlyKeys("copy");
    assertThat(kept.files().get("copy")).isEqualTo(large);
  }

  @Test
  void tellsTheProgramNothingOfTheCluster() {
    ready();
    SandboxResult result = run(shell("env; cat /proc/*/environ; ls -a"));
    assertThat(result.stdout()).contains("HOME=/work").doesNotContain("KUBERNETES");
    assertDeleted();
  }

  @Test
  void givesTheClusterNothingOfAJobToLog() {
    ready();
    run(shell("echo the-program"));
    assertThat(cluster.requests()).noneMatch(line -> line.contains("the-program"));
    SandboxJob job = withArguments("the-argument", "x".repeat(100_000));
    assertThat(run(job).stdout()).isEqualTo("the-argument 100000 0\n");
    assertThat(cluster.requests())
        .noneMatch(line -> line.contains("the-argument"))
        .allMatch(line -> line.length() < 10_000);
  }

  @Test
  void givesEachArgumentAsItIs() {
    ready();
    assertThat(run(withArguments("'; exit 9 #", "")).stdout()).isEqualTo("'; exit 9 # 0 0\n");
    assertThat(run(withArguments("a b\nü", "x", "")).stdout()).isEqualTo("a b\nü 1 1\n");
  }

  private static SandboxJob withArguments(String... arguments) {
    return new SandboxJob(
        ORG,
        Language.SHELL,
        "echo \"$1\" ${#2} $(($# - 2))",
        List.of(arguments),
        "",
        List.of(SandboxFile.of("os.py", "raise Exception".getBytes(StandardCharsets.UTF_8))),
        SandboxLimits.DEFAULT);
  }

  @Test
  void endsWhatTheProgramLeavesRunning() {
    ready();
    SandboxResult result =
        run(shell("echo x > a; (while :; do echo y >> a; done) & sleep 1000 & echo done"));
    assertThat(result.ending()).isEqualTo(Ending.EXITED);
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).isEqualTo("done\n");
    assertThat(result.stderr()).isEmpty();
    assertThat(result.took()).isLessThan(Duration.ofSeconds(20));
    assertThat(result.leftBehind()).isEmpty();
    assertThat(kept.files()).containsOnlyKeys("a");
    assertDeleted();
  }

  @Test
  void keepsTheFilesOfAProgramThatEndsItsOwnShell() {
    ready();
    SandboxResult result =
        run(
            shell(
                "echo x > a; exec >/dev/null 2>&1; kill -KILL -1; while :; do echo y >> b; done"));
    assertThat(result.exitCode()).isEqualTo(137);
    assertThat(kept.files()).containsKey("a");
    assertDeleted();
  }

  @Test
  void endsWhatReckonsTooLong() {
    ready();
    SandboxLimits limits =
        SandboxLimits.DEFAULT.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(50));
    SandboxJob job = SandboxJob.of(ORG, Language.SHELL, "echo x > a; while :; do :; done", limits);
    SandboxResult result = run(job);
    assertThat(result.ending()).isEqualTo(Ending.CPU_LIMIT);
    assertThat(result.stderr()).isEmpty();
    assertThat(kept.files()).containsOnlyKeys("a");
  }

  @Test
  void endsWhatTakesTooLongAndKeepsItsFiles() {
    ready();
    SandboxJob job =
        SandboxJob.of(
            ORG,
            Language.SHELL,
            "echo half > half.txt; sleep 60",
            SandboxLimits.DEFAULT.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertThat(run(job).ending()).isEqualTo(Ending.TIMED_OUT);
    assertThat(kept.files()).containsOnlyKeys("half.txt");
    assertDeleted();
  }

  @Test
  void endsWhatThePodDoesNotEnd() {
    ready();
    cluster.hangsAt("ulimit");
    SandboxJob job =
        SandboxJob.of(
            ORG,
            Language.SHELL,
            "echo x",
            SandboxLimits.DEFAULT.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertThat(run(job).ending()).isEqualTo(Ending.TIMED_OUT);
    assertDeleted();
  }

  @Test
  void tellsWhyTheClusterEndedAJob() {
    ready();
    SandboxListener kills =
        new SandboxListener() {
          @Override
          public void output(Channel channel, String text) {
            cluster.endsPods("OOMKilled");
          }
        };
    SandboxResult result =
        backend.run(shell("echo ready; sleep 1; kill -9 $$"), kills, Cancellation.NEVER);
    assertThat(result.ending()).isEqualTo(Ending.OUT_OF_MEMORY);
    assertDeleted();
  }

  @Test
  void waitsForTheClusterToSayThatMemoryRanOut() {
    ready();
    SandboxListener kills =
        new SandboxListener() {
          @Override
          public void output(Channel channel, String text) {
            cluster.killsPods("OOMKilled");
          }
        };
    SandboxResult result = backend.run(shell("echo ready; sleep 60"), kills, Cancellation.NEVER);
    assertThat(result.ending()).isEqualTo(Ending.OUT_OF_MEMORY);
    assertThat(result.leftBehind()).anyMatch(line -> line.contains("could not be read"));
    assertDeleted();
  }

  @Test
  void keepsTheFilesOfAProgramWhoseConnectionBroke() {
    ready();
    SandboxListener breaks =
        new SandboxListener() {
          @Override
          public void output(Channel channel, String text) {
            cluster.breaksOff();
          }

          @Override
          public void file(String path, long size, InputStream content) throws IOException {
            kept.file(path, size, content);
          }
        };
    SandboxResult result =
        backend.run(shell("echo x > a; echo ready; sleep 60"), breaks, Cancellation.NEVER);
    assertThat(result.ending()).isEqualTo(Ending.KILLED);
    assertThat(result.exitCode()).isEqualTo(-1);
    assertThat(kept.files()).containsOnlyKeys("a");
    assertDeleted();
  }

  @Test
  void seesThatTheKernelEndedTheProgramAlone() throws IOException {
    Path events = Files.writeString(folder.resolve("events"), "oom 1\noom_kill 1\n");
    cluster.inside("--unshare-net", "--ro-bind", events.toString(), "/sys/fs/cgroup/memory.events");
    ready();
    assertThat(run(shell("kill -9 $$")).ending()).isEqualTo(Ending.OUT_OF_MEMORY);
    Files.writeString(events, "oom 1\noom_kill 0\n");
    SandboxResult result = run(shell("kill -9 $$"));
    assertThat(result.ending()).isEqualTo(Ending.EXITED);
    assertThat(result.exitCode()).isEqualTo(137);
  }

  @Test
  void saysNothingOfTheClusterToWhoeverAsks() {
    ready();
    cluster.refuses("POST /apis/batch");
    assertThatThrownBy(() -> run(shell("echo x")))
        .hasMessage("sandbox_failed: The sandbox failed. Its operator can see why.")
        .hasNoCause();
  }

  @Test
  void takesNoMoreFilesThanThereMayBe() {
    ready();
    SandboxLimits limits =
        new SandboxLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            256L << 20,
            64,
            65_536,
            1L << 20,
            2L << 20,
            256,
            64);
    long before = cluster.said();
    SandboxResult result =
        run(
            SandboxJob.of(
                ORG,
                Language.SHELL,
                "printf '\\0\\377x' > 0; for i in $(seq 1 99); do truncate -s 1M $i; done",
                limits));
    assertThat(result.exitCode()).isZero();
    assertThat(cluster.said() - before).isLessThan(20L << 20);
    assertThat(kept.files().values().stream().mapToLong(file -> file.length).sum())
        .isBetween(1L, limits.diskBytes());
    assertThat(result.leftBehind()).anyMatch(line -> line.contains("could not be read"));
    assertDeleted();
  }

  @Test
  void endsSoonWhenAPodCanNotStart() {
    ready();
    waitsFor("ImagePullBackOff");
    assertThatThrownBy(() -> run(shell("echo x")))
        .hasMessage("sandbox_unavailable: The cluster can't start the sandbox.");
    cluster.changesPods(pod ->
        pod.edit()
            .editStatus()
            .withPhase("Failed")
            .withContainerStatuses(List.of())
            .endStatus()
            .build());
    assertThatThrownBy(() -> run(shell("echo x"))).hasMessageContaining("sandbox_failed");
    assertThat(cluster.requests()).noneMatch(line -> line.contains("/exec?"));
  }

  private void waitsFor(String reason) {
    cluster.changesPods(pod ->
        pod.edit()
            .editStatus()
            .withPhase("Pending")
            .editFirstContainerStatus()
            .withNewState()
            .withNewWaiting("no such image in registry.example", reason)
            .endState()
            .endContainerStatus()
            .endStatus()
            .build());
  }

  @Test
  void givesNoCodeToAPodWhoseNetworkWasOpenedMeanwhile() {
    ready();
    NetworkPolicy forOne =
        FakeCluster.closed()
            .edit()
            .editMetadata()
            .withName("for-one")
            .endMetadata()
            .editSpec()
            .editPodSelector()
            .addToMatchLabels(JobSpec.ORG_LABEL, ORG.toString())
            .endPodSelector()
            .addNewEgress()
            .endEgress()
            .endSpec()
            .build();
    cluster.admin().resource(forOne).create();
    assertThatThrownBy(() -> run(shell("echo x"))).hasMessageContaining("sandbox_unavailable");
    OrgId other = new OrgId(UUID.randomUUID());
    SandboxJob ofOther = SandboxJob.of(other, Language.SHELL, "echo x", SandboxLimits.DEFAULT);
    assertThat(run(ofOther).stdout()).isEqualTo("x\n");
    cluster.admin().resource(FakeCluster.closed()).delete();
    cluster.requests().clear();
    assertThatThrownBy(() -> run(ofOther)).hasMessageContaining("sandbox_unavailable");
    assertThat(cluster.requests()).noneMatch(line -> line.contains("/exec?"));
  }

  @Test
  void waitsForAClusterThatIsAwayAtTheStart() {
    cluster.isAway(2);
    assertThat(backend.probe().works()).isTrue();
  }

  @Test
  void takesMoreTimeThanTheProgram() {
    assertThat(backend.overhead())
        .isGreaterThan(SETTINGS.startTimeout().plus(Duration.ofSeconds(30 + 30 + 5)));
  }

  @Test
  void isNoMachineOfItsOwnOnTheNodesKernel() {
    KubernetesSettings shared =
        new KubernetesSettings(
            "n", "i", "none", null, "1", Duration.ofSeconds(1), Map.of(), List.of(), null);
    assertThat(new KubernetesBackend(shared, folders, cluster::client).isolation())
        .isEqualTo(Isolation.NAMESPACES);
    assertThat(backend.isolation()).isEqualTo(Isolation.MACHINE);
  }

  /** What the documentation grants is what is asked for, and no less. */
  @Test
  void asksForNothingButWhatTheDocumentationGrants() throws IOException {
    ready();
    backend.probe();
    run(shell("kill -9 $$"));
    Grants granted = Grants.of(Path.of("../docs/sandbox.md"));
    assertThat(granted.missing(cluster.requests())).isEmpty();
    assertThat(granted.missing(List.of("GET /api/v1/namespaces/x/secrets/y"))).isNotEmpty();
    assertThat(cluster.requests()).isNotEmpty();
  }

  @Test
  void isTakenByTheSandboxOfAWorker() {
    try (Sandbox sandbox =
        new Sandbox(
            new SandboxSettings(SandboxSettings.AUTO, SandboxLimits.DEFAULT, 1),
            List.of(backend),
            () -> {})) {
      assertThat(sandbox.status().languages())
          .containsEntry(Language.PYTHON, "kubernetes")
          .containsEntry(Language.SHELL, "kubernetes");
      assertThat(cluster.admin().batch().v1().jobs().inNamespace("sandbox").list().getItems())
          .isEmpty();
    }
  }

  @Test
  void endsWhatSaysTooMuch() {
    ready();
    SandboxResult result = run(shell("while :; do echo 'again and again'; done"));
    assertThat(result.ending()).isEqualTo(Ending.OUTPUT_LIMIT);
    assertThat(result.stdout().length()).isLessThanOrEqualTo(1024 * 1024);
    assertDeleted();
  }

  @Test
  void stopsWhenItIsAskedTo() {
    ready();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    Cancellation cancellation =
        new Cancellation() {
          @Override
          public boolean requested() {
            return asked.isDone();
          }

          @Override
          public Registration onRequest(Runnable action) {
            var _ = asked.thenRun(action);
            return () -> {};
          }
        };
    SandboxListener asks =
        new SandboxListener() {
          @Override
          public void output(Channel channel, String text) {
            asked.complete(null);
          }
        };
    SandboxResult result = backend.run(shell("echo ready; sleep 60"), asks, cancellation);
    assertThat(result.ending()).isEqualTo(Ending.STOPPED);
    assertDeleted();
  }

  @Test
  void deletesTheJobOfAThreadThatIsInterrupted() {
    ready();
    CountDownLatch running = new CountDownLatch(1);
    SandboxListener tells =
        new SandboxListener() {
          @Override
          public void output(Channel channel, String text) {
            running.countDown();
          }
        };
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                backend.run(shell("echo ready; sleep 60"), tells, Cancellation.NEVER);
              } catch (RuntimeException e) {
                thrown.complete(e);
              }
            });
    await().until(() -> running.getCount() == 0);
    thread.interrupt();
    await().until(thrown::isDone);
    assertThat(thrown.join()).hasMessageContaining("cancelled");
    assertDeleted();
  }

  @Test
  void deletesTheJobWhenThePodCanNotBeTalkedTo() {
    ready();
    cluster.refuses("/exec?");
    assertThatThrownBy(() -> run(shell("echo x"))).hasMessageContaining("sandbox_failed");
    assertDeleted();
  }

  @Test
  void deletesTheJobWhoseRequestFailed() {
    ready();
    cluster.refuses("POST /apis/batch");
    assertThatThrownBy(() -> run(shell("echo x"))).hasMessageContaining("sandbox_failed");
    assertThat(cluster.requests()).anyMatch(line -> line.startsWith("DELETE /apis/batch"));
  }

  @Test
  void givesUpOnAPodThatDoesNotStart() {
    ready();
    cluster.startsNoPods();
    KubernetesSettings hasty =
        new KubernetesSettings(
            SETTINGS.namespace(),
            SETTINGS.image(),
            SETTINGS.runtimeClass(),
            null,
            "1",
            Duration.ofSeconds(1),
            Map.of(),
            List.of(),
            null);
    try (KubernetesBackend waits = new KubernetesBackend(hasty, folders, cluster::client)) {
      assertThat(waits.probe().detail()).contains("did not start the sandbox in time");
      assertDeleted();
    }
  }

  @Test
  void givesNoCodeToAPodThatIsNotAsItWasAskedFor() {
    ready();
    cluster.changesPods(pod ->
        pod.edit().editSpec().addNewContainer().withName("spy").endContainer().endSpec().build());
    assertThatThrownBy(() -> run(shell("echo x"))).hasMessageContaining("sandbox_unavailable");
    assertThat(cluster.requests()).noneMatch(line -> line.contains("/exec?"));
    assertDeleted();
  }

  @Test
  void runsNothingBeforeItWasSeenToHold() {
    assertThatThrownBy(() -> run(shell("echo x"))).hasMessageContaining("sandbox_unavailable");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void isNotThereWithoutItsRuntimeClass() {
    cluster.admin().resources(RuntimeClass.class).delete();
    assertThat(backend.probe().works()).isFalse();
    assertThat(backend.probe().detail()).contains("no RuntimeClass gvisor");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void isNotThereWithoutARuleThatClosesTheNetwork() {
    cluster.admin().resource(FakeCluster.closed()).delete();
    assertThat(backend.probe().detail()).contains("no NetworkPolicy");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void isNotThereWhereRulesMayNotBeLookedAt() {
    cluster.refuses("networkpolicies");
    assertThat(backend.probe().works()).isFalse();
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void isNotThereWhereTheNetworkIsOpenInFact() {
    cluster.inside();
    assertThat(backend.probe().works()).isFalse();
    assertThat(backend.probe().detail()).contains("it reaches the cluster's API");
    assertThatThrownBy(() -> run(shell("echo x"))).hasMessageContaining("sandbox_unavailable");
  }

  @Test
  void isNotThereWhereAPodHoldsAToken() {
    cluster.inside("--unshare-net", "--dir", "/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(backend.probe().works()).isFalse();
    assertThat(backend.probe().detail()).contains("it finds a token");
  }

  @Test
  void isNotThereWhereItsFilesCanBeChangedOrItIsRoot() {
    cluster.inside("--unshare-net", "--uid", "0", "--tmpfs", "/var");
    assertThat(backend.probe().detail()).contains("it is root").contains("it may write to /var");
  }
}
