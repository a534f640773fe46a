package dev.perdure.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.skills.sandbox.SandboxSettings;
import dev.perdure.skills.sandbox.kubernetes.KubernetesSettings;
import dev.perdure.skills.sandbox.kubernetes.TaintToleration;
import io.dropwizard.jackson.Jackson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the sandbox's section is understood. */
class SandboxConfigTest {

  private static final ObjectMapper JSON = Jackson.newObjectMapper();

  private static SandboxSettings read(String json) throws Exception {
    return JSON.readValue(json, SandboxConfig.class).settings();
  }

  @Test
  void hasNoClusterUnlessOneIsNamed() throws Exception {
    assertThat(read("{}")).isEqualTo(SandboxSettings.DEFAULT);
    assertThat(read("{\"kubernetes\": {\"namespace\": \"\", \"image\": \"\"}}"))
        .isEqualTo(SandboxSettings.DEFAULT);
    assertThat(SandboxConfig.usual().settings()).isEqualTo(SandboxSettings.DEFAULT);
  }

  @Test
  void leavesAPlaceToOtherOrganizationsUnlessToldOtherwise() throws Exception {
    assertThat(read("{\"concurrent\": 8}").perOrganization()).isEqualTo(7);
    assertThat(read("{\"concurrent\": 1}").perOrganization()).isEqualTo(1);
    assertThat(read("{\"concurrent\": 8, \"perOrganization\": 2}").perOrganization()).isEqualTo(2);
  }

  @Test
  void takesAllThatIsSaidOfTheCluster() throws Exception {
    SandboxSettings read =
        read(
            """
            {"backend": "kubernetes", "kubernetes": {"namespace": "sandbox", "image": "i:1",
             "runtimeClass": "gvisor", "kubeconfig": "/etc/kube", "cpu": "500m",
             "startTimeout": "90s", "nodeSelector": {"a": "b"},
             "tolerations": [{"key": "k", "effect": "NoSchedule"}], "imagePullSecret": "s"}}
            """);
    assertThat(read.kubernetes())
        .isEqualTo(
            new KubernetesSettings(
                "sandbox",
                "i:1",
                "gvisor",
                Path.of("/etc/kube"),
                "500m",
                Duration.ofSeconds(90),
                Map.of("a", "b"),
                List.of(new TaintToleration("k", null, "NoSchedule")),
                "s"));
  }

  @Test
  void wantsARuntimeClassOrThatNoneIsWanted() throws Exception {
    String without = "{\"kubernetes\": {\"namespace\": \"n\", \"image\": \"i\"}}";
    assertThatThrownBy(() -> read(without)).hasMessageContaining("kubernetes.runtimeClass must be");
    String none =
        "{\"kubernetes\": {\"namespace\": \"n\", \"image\": \"i\", \"runtimeClass\": \"none\"}}";
    assertThat(read(none).kubernetes()).matches(cluster -> !cluster.hasRuntimeClass());
  }

  @Test
  void wantsTheKeyOfATaint() {
    String nameless =
        "{\"kubernetes\": {\"namespace\": \"n\", \"image\": \"i\", \"runtimeClass\": \"none\","
            + " \"tolerations\": [{\"value\": \"x\"}]}}";
    assertThatThrownBy(() -> read(nameless)).hasMessageContaining("kubernetes.tolerations");
  }

  @Test
  void doesNotNameAClusterThatIsNotThere() {
    assertThatThrownBy(() -> read("{\"backend\": \"kubernetes\"}"))
        .hasMessageContaining("sandbox: the backend kubernetes needs the section kubernetes");
  }
}
