package dev.perdure.devstack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Where the parts of a running stack are.
 *
 * @param postgres the database server, with its administrator's credentials
 * @param redisUrl {@code redis://:password@host:port}
 * @param temporalAddress {@code host:port} of Temporal's gRPC front end
 * @param temporalUiUrl the Temporal UI, empty when it does not run
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackAddresses(
    PostgresAddress postgres, String redisUrl, String temporalAddress, String temporalUiUrl) {

  /** The same with another database. */
  public StackAddresses withPostgres(PostgresAddress other) {
    return new StackAddresses(other, redisUrl, temporalAddress, temporalUiUrl);
  }
}
