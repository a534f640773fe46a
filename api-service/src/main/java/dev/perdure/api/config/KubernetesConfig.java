package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.skills.sandbox.kubernetes.KubernetesSettings;
import dev.perdure.skills.sandbox.kubernetes.TaintToleration;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that code may be run in.
 *
 * @param settings null when neither a namespace nor an image is named: then there is none
 */
public record KubernetesConfig(@Nullable KubernetesSettings settings) {

  private static final java.time.Duration USUAL_START = java.time.Duration.ofSeconds(60);

  @JsonCreator
  static KubernetesConfig of(
      @JsonProperty("namespace") @Nullable String namespace,
      @JsonProperty("image") @Nullable String image,
      @JsonProperty("runtimeClass") @Nullable String runtimeClass,
      @JsonProperty("kubeconfig") @Nullable String kubeconfig,
      @JsonProperty("cpu") @Nullable String cpu,
      @JsonProperty("startTimeout") @Nullable Duration startTimeout,
      @JsonProperty("nodeSelector") @Nullable Map<String, String> nodeSelector,
      @JsonProperty("tolerations") @Nullable List<TaintToleration> tolerations,
      @JsonProperty("imagePullSecret") @Nullable String imagePullSecret) {
    String where = Defaults.text(namespace, "");
    String what = Defaults.text(image, "");
    if (where.isEmpty() && what.isEmpty()) {
      return new KubernetesConfig(null);
    }
    String file = Defaults.text(kubeconfig, "");
    String secret = Defaults.text(imagePullSecret, "");
    try {
      return new KubernetesConfig(
          new KubernetesSettings(
              where,
              what,
              Defaults.text(runtimeClass, ""),
              file.isEmpty() ? null : Path.of(file),
              Defaults.text(cpu, "1"),
              startTimeout == null ? USUAL_START : Defaults.java(startTimeout),
              Defaults.or(nodeSelector, Map.of()),
              Defaults.or(tolerations, List.of()),
              secret.isEmpty() ? null : secret));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("sandbox." + e.getMessage(), e);
    }
  }
}
