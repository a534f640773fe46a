package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.store.s3.S3Settings;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of sessions.
 *
 * @param backend where contents are put: {@code postgres} or {@code s3}. What is in the other is
 *     still read
 * @param maxUploadSize the largest body of an upload
 * @param settings what one session may have, and for how long
 * @param sweepInterval how often what is left over is looked for
 * @param s3 where objects are kept; absent without a bucket
 */
public record WorkspaceConfig(
    String backend,
    DataSize maxUploadSize,
    WorkspaceSettings settings,
    Duration sweepInterval,
    @Nullable S3Settings s3) {

  private static final String POSTGRES = "postgres";
  private static final String S3 = "s3";

  public WorkspaceConfig {
    if (!backend.equals(POSTGRES) && !backend.equals(S3)) {
      throw new IllegalArgumentException("workspace.backend must be postgres or s3");
    }
    if (backend.equals(S3) && s3 == null) {
      throw new IllegalArgumentException("workspace.s3.bucket is needed for workspace.backend: s3");
    }
  }

  @JsonCreator
  static WorkspaceConfig of(
      @JsonProperty("backend") @Nullable String backend,
      @JsonProperty("maxUploadSize") @Nullable DataSize maxUploadSize,
      @JsonProperty("sessionSize") @Nullable DataSize sessionSize,
      @JsonProperty("sessionFiles") @Nullable Integer sessionFiles,
      @JsonProperty("versions") @Nullable Integer versions,
      @JsonProperty("versionAge") @Nullable Duration versionAge,
      @JsonProperty("trashAge") @Nullable Duration trashAge,
      @JsonProperty("sweepInterval") @Nullable Duration sweepInterval,
      @JsonProperty("s3") @Nullable S3 s3) {
    WorkspaceSettings standard = WorkspaceSettings.STANDARD;
    return new WorkspaceConfig(
        Defaults.text(backend, POSTGRES).toLowerCase(Locale.ROOT),
        Defaults.or(maxUploadSize, DataSize.megabytes(100)),
        new WorkspaceSettings(
            sessionSize == null ? standard.sessionBytes() : sessionSize.toBytes(),
            Defaults.atLeastOne(
                "workspace.sessionFiles", Defaults.or(sessionFiles, standard.sessionFiles())),
            Defaults.atLeastOne("workspace.versions", Defaults.or(versions, standard.versions())),
            versionAge == null ? standard.versionAge() : Defaults.java(versionAge),
            trashAge == null ? standard.trashAge() : Defaults.java(trashAge)),
        Defaults.positive(
            "workspace.sweepInterval", Defaults.or(sweepInterval, Duration.seconds(30))),
        s3 == null ? null : s3.settings());
  }

  /** The section {@code s3}. Empty texts count as left out. */
  record S3(
      @JsonProperty("endpoint") @Nullable String endpoint,
      @JsonProperty("region") @Nullable String region,
      @JsonProperty("bucket") @Nullable String bucket,
      @JsonProperty("prefix") @Nullable String prefix,
      @JsonProperty("pathStyle") @Nullable Boolean pathStyle,
      @JsonProperty("accessKey") @Nullable String accessKey,
      @JsonProperty("secretKey") @Nullable String secretKey) {

    private @Nullable S3Settings settings() {
      String name = Defaults.text(bucket, "");
      if (name.isEmpty()) {
        return null;
      }
      try {
        return new S3Settings(
            Defaults.text(endpoint, ""),
            Defaults.text(region, "us-east-1"),
            name,
            Defaults.text(prefix, ""),
            Defaults.or(pathStyle, false),
            Defaults.text(accessKey, ""),
            Defaults.text(secretKey, ""));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("workspace.s3: " + e.getMessage(), e);
      }
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "S3[bucket=" + bucket + "]";
    }
  }

  /** The largest upload in bytes. */
  public long maxUploadBytes() {
    return maxUploadSize.toBytes();
  }

  /** The interval in Java's own words. */
  public java.time.Duration sweepEvery() {
    return Defaults.java(sweepInterval);
  }

  /** Where objects are kept, whether new contents are put there or not. */
  public Optional<S3Settings> objects() {
    return Optional.ofNullable(s3);
  }

  /** Whether new contents are put into objects. */
  public boolean writesObjects() {
    return backend.equals(S3);
  }
}
