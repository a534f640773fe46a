package dev.perdure.devstack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is.
 *
 * @param host the server's host
 * @param port the server's port
 * @param database the database's name
 * @param user the role to connect as; of the dev stack it owns everything
 * @param password the role's password, empty when none is needed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PostgresAddress(
    String host, int port, String database, String user, String password) {

  private static final int DEFAULT_PORT = 5432;

  /** The address without the credentials, as JDBC wants it. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
  }

  /** Another database of the same server. */
  public PostgresAddress withDatabase(String name) {
    return new PostgresAddress(host, port, name, user, password);
  }

  /** The same database as another role. */
  public PostgresAddress as(String otherUser, String otherPassword) {
    return new PostgresAddress(host, port, database, otherUser, otherPassword);
  }

  /** The same, with credentials when the URL named none. */
  PostgresAddress withDefaultCredentials(String otherUser, String otherPassword) {
    return user.isEmpty() ? as(otherUser, otherPassword) : this;
  }

  /**
   * Reads {@code postgresql://user:password@host:5432/database}, also with {@code jdbc:} before it
   * and with {@code user} and {@code password} as query parameters.
   */
  public static PostgresAddress parse(String url) {
    URI uri = URI.create(url.strip().replaceFirst("^jdbc:", ""));
    if (uri.getHost() == null) {
      throw new DevStackException(
          "PERDURE_POSTGRES_URL is not of the form postgresql://user:password@host:5432/database.");
    }
    List<String> userInfo = split(uri.getRawUserInfo(), ":");
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    return new PostgresAddress(
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        path.isEmpty() ? "postgres" : path,
        userInfo.isEmpty() ? parameter(uri, "user") : decode(userInfo.getFirst()),
        userInfo.size() < 2 ? parameter(uri, "password") : decode(userInfo.get(1)));
  }

  private static String parameter(URI uri, String name) {
    return split(uri.getRawQuery(), "&").stream()
        .filter(part -> part.startsWith(name + "="))
        .map(part -> decode(part.substring(name.length() + 1)))
        .findFirst()
        .orElse("");
  }

  private static List<String> split(@Nullable String text, String sep) {
    return text == null ? List.of() : new ArrayList<>(List.of(text.split(sep, -1)));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
