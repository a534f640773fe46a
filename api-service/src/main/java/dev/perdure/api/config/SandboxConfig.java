package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.skills.sandbox.SandboxSettings;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox that runs code. An organization can set its limits lower, never higher.
 *
 * @param settings what the sandbox goes by
 */
public record SandboxConfig(SandboxSettings settings) {

  @JsonCreator
  static SandboxConfig of(
      @JsonProperty("backend") @Nullable String backend,
      @JsonProperty("concurrent") @Nullable Integer concurrent,
      @JsonProperty("perOrganization") @Nullable Integer perOrganization,
      @JsonProperty("wallTime") @Nullable Duration wallTime,
      @JsonProperty("cpuTime") @Nullable Duration cpuTime,
      @JsonProperty("memory") @Nullable DataSize memory,
      @JsonProperty("processes") @Nullable Integer processes,
      @JsonProperty("output") @Nullable DataSize output,
      @JsonProperty("file") @Nullable DataSize file,
      @JsonProperty("disk") @Nullable DataSize disk,
      @JsonProperty("kubernetes") @Nullable KubernetesConfig kubernetes) {
    SandboxSettings usual = SandboxSettings.DEFAULT;
    SandboxLimits most = usual.most();
    try {
      SandboxLimits limits =
          new SandboxLimits(
              cpuTime == null ? most.cpuTime() : Defaults.java(cpuTime),
              wallTime == null ? most.wallTime() : Defaults.java(wallTime),
              bytes(memory, most.memoryBytes()),
              Defaults.or(processes, most.processes()),
              bytes(output, most.outputBytes()),
              bytes(file, most.fileBytes()),
              bytes(disk, most.diskBytes()),
              most.files(),
              most.openFiles());
      int places = Defaults.or(concurrent, usual.concurrent());
      return new SandboxConfig(
          new SandboxSettings(
              Defaults.text(backend, usual.backend()),
              limits,
              places,
              Defaults.or(perOrganization, SandboxSettings.allButOne(places)),
              kubernetes == null ? null : kubernetes.settings()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("sandbox: " + e.getMessage(), e);
    }
  }

  /** What is used when the section is left out. */
  static SandboxConfig usual() {
    return of(null, null, null, null, null, null, null, null, null, null, null);
  }

  private static long bytes(@Nullable DataSize size, long otherwise) {
    return size == null ? otherwise : size.toBytes();
  }
}
