package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.sandbox.Backends;
import dev.perdure.skills.sandbox.kubernetes.FakeCluster;
import dev.perdure.skills.sandbox.kubernetes.KubernetesBackend;
import dev.perdure.skills.sandbox.kubernetes.KubernetesSettings;
import dev.perdure.skills.sandbox.process.SandboxFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on what Perdure itself does on a cluster: take files out, cut output off, end what is
 * left. What a cluster does (memory, processes, its kernel, its network) is not played here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterAttackTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());
  private static final Set<String> OF_FILES_AND_OUTPUT =
      Set.of(
          "disk bomb in the work folder",
          "one file beyond the limit",
          "files full of holes",
          "flood of stdout",
          "flood of stderr",
          "one line without an end",
          "binary output",
          "zeros for output",
          "processors burnt by several processes",
          "sleeping for ever",
          "arguments without an end");
  private static final Set<String> OF_LIFE =
      Set.of(
          "deaf to signals",
          "deaf to signals and busy",
          "orphans in sessions of their own",
          "children that keep stdout",
          "a child that forks whenever it is killed",
          "killing the first process, and all");

  private final Traps traps = new Traps();
  private FakeCluster cluster;
  private SandboxFolders folders;
  private KubernetesBackend backend;

  ClusterAttackTest() throws IOException {}

  @BeforeAll
  void open(@TempDir Path folder) {
    assumeTrue(FakeCluster.canRun(), "bubblewrap plays the pods");
    cluster = new FakeCluster().setUp();
    folders = new SandboxFolders(folder);
    KubernetesSettings settings =
        new KubernetesSettings(
            FakeCluster.NAMESPACE,
            "registry.example/sandbox:1",
            "gvisor",
            null,
            "1",
            Duration.ofSeconds(30),
            Map.of(),
            List.of(),
            null);
    backend = new KubernetesBackend(settings, folders, cluster::client);
    assertThat(backend.probe().works()).isTrue();
  }

  @AfterAll
  void close() throws IOException {
    traps.close();
    if (cluster != null) {
      backend.close();
      folders.close();
      cluster.close();
    }
  }

  Stream<Attack> attacks() {
    return Stream.of(
            FileAttacks.all(traps).stream(),
            Bombs.all().stream().filter(attack -> OF_FILES_AND_OUTPUT.contains(attack.name())),
            LifeAttacks.all().stream().filter(attack -> OF_LIFE.contains(attack.name())))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isContained(Attack attack) throws IOException {
    Backends.Kept kept = new Backends.Kept();
    SandboxResult result =
        backend.run(
            SandboxJob.of(ORG, attack.language(), attack.code(), Attack.LIMITS),
            kept,
            Cancellation.NEVER);
    assertThat(result.stdout() + result.stderr())
        .doesNotContain(Attack.ESCAPED)
        .doesNotContain(Traps.SECRET);
    attack.contained().accept(new Aftermath(result, kept.files(), result.took()));
    assertThat(traps.sprung()).isFalse();
    assertThat(folders.jobs()).isEmpty();
    assertThat(cluster.leftJobs()).isEmpty();
  }
}
