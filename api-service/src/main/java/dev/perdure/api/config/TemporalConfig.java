package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Temporal.
 *
 * @param address {@code host:port} of the frontend
 * @param taskQueue the queue between starters and workers
 * @param rpcTimeout the most a call that starts, rings or looks may take
 * @param tls how it is reached
 * @param encryptPayloads whether what crosses workflows is encrypted
 * @param uiOrigin the origin of the Temporal UI, which may ask for payloads in the clear; empty for
 *     none
 */
public record TemporalConfig(
    String address,
    String namespace,
    String taskQueue,
    Duration rpcTimeout,
    TemporalTls tls,
    boolean encryptPayloads,
    String uiOrigin) {

  @JsonCreator
  static TemporalConfig of(
      @JsonProperty("address") @Nullable String address,
      @JsonProperty("namespace") @Nullable String namespace,
      @JsonProperty("taskQueue") @Nullable String taskQueue,
      @JsonProperty("rpcTimeout") @Nullable Duration rpcTimeout,
      @JsonProperty("tls") @Nullable String tls,
      @JsonProperty("tlsCa") @Nullable String tlsCa,
      @JsonProperty("tlsCertificate") @Nullable String tlsCertificate,
      @JsonProperty("tlsKey") @Nullable String tlsKey,
      @JsonProperty("tlsServerName") @Nullable String tlsServerName,
      @JsonProperty("apiKey") @Nullable String apiKey,
      @JsonProperty("encryptPayloads") @Nullable Boolean encryptPayloads,
      @JsonProperty("uiOrigin") @Nullable String uiOrigin) {
    return new TemporalConfig(
        Defaults.text(address, "127.0.0.1:7233"),
        Defaults.text(namespace, "default"),
        Defaults.text(taskQueue, "perdure-runs"),
        Defaults.positive("temporal.rpcTimeout", Defaults.or(rpcTimeout, Duration.seconds(2))),
        TemporalTls.of(
            Defaults.text(tls, ""),
            Defaults.tls("temporal", tlsCa, tlsCertificate, tlsKey),
            Defaults.text(tlsServerName, ""),
            Defaults.text(apiKey, "").strip()),
        Defaults.or(encryptPayloads, false),
        Defaults.text(uiOrigin, ""));
  }

  /** The time-out in Java's own words. */
  public java.time.Duration rpcDeadline() {
    return Defaults.java(rpcTimeout);
  }
}
