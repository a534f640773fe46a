package dev.perdure.api.auth;

import dev.perdure.core.net.Cidr;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a request came from: the address of the connection, or what {@code
 * X-Forwarded-For} says when the connection is that of a trusted proxy. Anybody can write that
 * header, so it is read from its end, and only as far as trusted proxies wrote it.
 */
@Priority(Priorities.AUTHENTICATION - 100)
public final class ClientAddress implements ContainerRequestFilter {

  private static final String PROPERTY = "perdure.client-address";
  private static final String HEADER = "X-Forwarded-For";

  private final List<Cidr> trustedProxies;

  @Context private @Nullable HttpServletRequest connection;

  /**
   * @param trustedProxies networks whose {@code X-Forwarded-For} is believed
   */
  public ClientAddress(List<Cidr> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String peer = connection == null ? null : connection.getRemoteAddr();
    literal(peer)
        .map(address -> client(address, request.getHeaders().get(HEADER)))
        .ifPresent(address -> request.setProperty(PROPERTY, address));
  }

  /** Where a request came from; empty when the connection has no address. */
  public static Optional<InetAddress> of(ContainerRequestContext request) {
    return Optional.ofNullable((InetAddress) request.getProperty(PROPERTY));
  }

  /** The same as text, as it is kept and logged. */
  public static @Nullable String text(ContainerRequestContext request) {
    return of(request).map(InetAddress::getHostAddress).orElse(null);
  }

  /**
   * The client behind a connection.
   *
   * @param forwarded the header's lines, each with addresses by commas
   */
  InetAddress client(InetAddress peer, @Nullable List<String> forwarded) {
    InetAddress client = peer;
    if (forwarded == null) {
      return client;
    }
    List<String> hops = List.of(String.join(",", forwarded).split(",", -1)).reversed();
    for (String hop : hops) {
      Optional<InetAddress> before = literal(hop.strip());
      if (!trusted(client) || before.isEmpty()) {
        return client;
      }
      client = before.get();
    }
    return client;
  }

  private boolean trusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(network -> network.contains(address));
  }

  private static Optional<InetAddress> literal(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    // Jetty writes IPv6 addresses in brackets; a zone says nothing here.
    return Cidr.literal(text.replaceAll("^\\[|]$", "").replaceAll("%.*", ""));
  }
}
