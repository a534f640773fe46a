package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is configured; docs/configuration.md tells of each key. */
public final class PerdureConfiguration extends Configuration {

  private final List<Role> roles;
  private final DatabaseConfig database;
  private final RedisConfig redis;
  private final TemporalConfig temporal;
  private final AuthConfig auth;
  private final ApiConfig api;
  private final ConsoleConfig console;
  private final WorkerConfig worker;
  private final RecoveryConfig recovery;
  private final ModelsConfig models;
  private final OutboundConfig outbound;
  private final LimitsConfig limits;
  private final EncryptionConfig encryption;
  private final PluginsConfig plugins;
  private final DataQueryConfig dataQuery;
  private final WorkspaceConfig workspace;
  private final SandboxConfig sandbox;
  private final McpConfig mcp;

  public PerdureConfiguration(
      @JsonProperty("roles") @Nullable List<Role> roles,
      @JsonProperty("database") @Nullable DatabaseConfig database,
      @JsonProperty("redis") @Nullable RedisConfig redis,
      @JsonProperty("temporal") @Nullable TemporalConfig temporal,
      @JsonProperty("auth") @Nullable AuthConfig auth,
      @JsonProperty("api") @Nullable ApiConfig api,
      @JsonProperty("console") @Nullable ConsoleConfig console,
      @JsonProperty("worker") @Nullable WorkerConfig worker,
      @JsonProperty("recovery") @Nullable RecoveryConfig recovery,
      @JsonProperty("models") @Nullable ModelsConfig models,
      @JsonProperty("outbound") @Nullable OutboundConfig outbound,
      @JsonProperty("limits") @Nullable LimitsConfig limits,
      @JsonProperty("encryption") @Nullable EncryptionConfig encryption,
      @JsonProperty("plugins") @Nullable PluginsConfig plugins,
      @JsonProperty("dataQuery") @Nullable DataQueryConfig dataQuery,
      @JsonProperty("workspace") @Nullable WorkspaceConfig workspace,
      @JsonProperty("sandbox") @Nullable SandboxConfig sandbox,
      @JsonProperty("mcp") @Nullable McpConfig mcp) {
    this.roles = roles == null || roles.isEmpty() ? List.of(Role.SERVER) : List.copyOf(roles);
    this.database =
        database == null
            ? DatabaseConfig.of(null, null, null, null, null, null, null, null, null, null, null)
            : database;
    this.redis = redis == null ? RedisConfig.of(null, null, null, null, null) : redis;
    this.temporal =
        temporal == null
            ? TemporalConfig.of(
                null, null, null, null, null, null, null, null, null, null, null, null)
            : temporal;
    this.auth =
        auth == null
            ? AuthConfig.of(null, null, null, null, null, null, null, null, null, null, null)
            : auth;
    this.api = api == null ? ApiConfig.of(null, null, null, null, null, null) : api;
    this.console = console == null ? ConsoleConfig.of(null) : console;
    this.worker = worker == null ? WorkerConfig.of(null, null, null, null) : worker;
    this.recovery = recovery == null ? RecoveryConfig.of(null, null, null, null) : recovery;
    this.models = models == null ? new ModelsConfig(java.util.Map.of()) : models;
    this.outbound = outbound == null ? OutboundConfig.of(null, null, null) : outbound;
    this.limits = limits == null ? LimitsConfig.of(null, null, null, null, null) : limits;
    this.encryption =
        encryption == null
            ? EncryptionConfig.of(null, null, null, null, null, null, null)
            : encryption;
    this.plugins = plugins == null ? PluginsConfig.of(null) : plugins;
    this.dataQuery =
        dataQuery == null
            ? DataQueryConfig.of(null, null, null, null, null, null, null, null)
            : dataQuery;
    this.workspace =
        workspace == null
            ? WorkspaceConfig.of(null, null, null, null, null, null, null, null, null)
            : workspace;
    this.sandbox = sandbox == null ? SandboxConfig.usual() : sandbox;
    this.mcp = mcp == null ? McpConfig.of(null) : mcp;
  }

  /** What this process does. */
  public List<Role> roles() {
    return roles;
  }

  public DatabaseConfig database() {
    return database;
  }

  public RedisConfig redis() {
    return redis;
  }

  public TemporalConfig temporal() {
    return temporal;
  }

  public AuthConfig auth() {
    return auth;
  }

  public ApiConfig api() {
    return api;
  }

  public ConsoleConfig console() {
    return console;
  }

  public WorkerConfig worker() {
    return worker;
  }

  public RecoveryConfig recovery() {
    return recovery;
  }

  public ModelsConfig models() {
    return models;
  }

  public OutboundConfig outbound() {
    return outbound;
  }

  public LimitsConfig limits() {
    return limits;
  }

  public EncryptionConfig encryption() {
    return encryption;
  }

  public PluginsConfig plugins() {
    return plugins;
  }

  public DataQueryConfig dataQuery() {
    return dataQuery;
  }

  public WorkspaceConfig workspace() {
    return workspace;
  }

  public SandboxConfig sandbox() {
    return sandbox;
  }

  public McpConfig mcp() {
    return mcp;
  }
}
