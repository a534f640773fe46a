package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.store.PoolConfig;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL.
 *
 * @param url its JDBC URL
 * @param user the role the service logs in as, which row-level security holds; {@code migrate}
 *     makes it
 * @param ownerUser the role that owns the tables, as which {@code migrate} alone logs in
 * @param poolSize the most connections of this process
 * @param connectionTimeout the longest wait for a connection before a request answers 503
 * @param tls how it is reached
 */
public record DatabaseConfig(
    String url,
    String user,
    String password,
    String ownerUser,
    String ownerPassword,
    int poolSize,
    Duration connectionTimeout,
    DatabaseTls tls) {

  @JsonCreator
  static DatabaseConfig of(
      @JsonProperty("url") @Nullable String url,
      @JsonProperty("user") @Nullable String user,
      @JsonProperty("password") @Nullable String password,
      @JsonProperty("ownerUser") @Nullable String ownerUser,
      @JsonProperty("ownerPassword") @Nullable String ownerPassword,
      @JsonProperty("poolSize") @Nullable Integer poolSize,
      @JsonProperty("connectionTimeout") @Nullable Duration connectionTimeout,
      @JsonProperty("tlsMode") @Nullable String tlsMode,
      @JsonProperty("tlsCa") @Nullable String tlsCa,
      @JsonProperty("tlsCertificate") @Nullable String tlsCertificate,
      @JsonProperty("tlsKey") @Nullable String tlsKey) {
    return new DatabaseConfig(
        Defaults.text(url, "jdbc:postgresql://127.0.0.1:5432/perdure"),
        Defaults.text(user, "perdure_service"),
        Defaults.or(password, ""),
        Defaults.text(ownerUser, "perdure"),
        Defaults.or(ownerPassword, ""),
        Defaults.atLeastOne("database.poolSize", Defaults.or(poolSize, 16)),
        Defaults.positive(
            "database.connectionTimeout", Defaults.or(connectionTimeout, Duration.seconds(3))),
        DatabaseTls.of(
            Defaults.text(tlsMode, ""), Defaults.tls("database", tlsCa, tlsCertificate, tlsKey)));
  }

  /** As the store takes it. */
  public PoolConfig pool() {
    return new PoolConfig(url, user, password, poolSize, Defaults.java(connectionTimeout))
        .withDriver(tls.driver());
  }

  /** The same database as its owner, for {@code migrate}. */
  public PoolConfig ownerPool() {
    return new PoolConfig(url, ownerUser, ownerPassword, poolSize, Defaults.java(connectionTimeout))
        .withDriver(tls.driver())
        .forMigrations();
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "DatabaseConfig[url=" + url + ", user=" + user + ", ownerUser=" + ownerUser + "]";
  }
}
