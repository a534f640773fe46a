package dev.perdure.security.outbound;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHead;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageConstraintException;

/** One request with its redirects, each of them checked like the first. */
final class Exchange {

  /** A compressed body may be a little longer than what it stands for. */
  private static final int SLACK = 64 * 1024;

  private final Gate gate;
  private final SSLContext tls;
  private final OutboundLimits limits;
  private final Deadline deadline;

  Exchange(Gate gate, SSLContext tls, OutboundLimits limits, Deadline deadline) {
    this.gate = gate;
    this.tls = tls;
    this.limits = limits;
    this.deadline = deadline;
  }

  <T> T run(Hop first, OutboundReader<T> reader) {
    try {
      return follow(first, reader);
    } catch (PerdureException e) {
      throw deadline.explain(e);
    }
  }

  private <T> T follow(Hop first, OutboundReader<T> reader) {
    Hop hop = first;
    for (int redirects = 0; ; redirects++) {
      List<InetAddress> addresses = gate.check(hop.target(), deadline);
      try (Connection connection = new Connection(hop, addresses, tls, deadline)) {
        // Ended with its connection: to be closed, it would first be read to its end, if it has
        // one.
        ClassicHttpResponse response = connection.send();
        deadline.answered();
        Optional<Hop> next = redirect(hop, response, redirects);
        if (next.isEmpty()) {
          return read(hop, response, reader);
        }
        hop = next.get();
      } catch (IOException e) {
        throw failure(hop, e);
      }
    }
  }

  private Optional<Hop> redirect(Hop hop, ClassicHttpResponse response, int redirects) {
    Header location = response.getFirstHeader("Location");
    if (limits.maxRedirects() == 0 || location == null || !Hop.redirects(response.getCode())) {
      return Optional.empty();
    }
    if (redirects >= limits.maxRedirects()) {
      throw Refusals.tooManyRedirects(limits.maxRedirects());
    }
    return Optional.of(hop.redirected(response.getCode(), location.getValue()));
  }

  private <T> T read(Hop hop, ClassicHttpResponse response, OutboundReader<T> reader)
      throws IOException {
    Map<String, List<String>> headers = headers(response);
    OutboundHead head = new OutboundHead(hop.target().url(), response.getCode(), headers);
    InputStream body = new BoundedStream(body(response, headers), limits.maxBytes(), deadline);
    return reader.read(head, body);
  }

  /** Decompressed here and not by the HTTP client, so that every layer is counted. */
  private InputStream body(ClassicHttpResponse response, Map<String, List<String>> headers)
      throws IOException {
    if (response.getEntity() == null) {
      return InputStream.nullInputStream();
    }
    InputStream raw =
        new BoundedStream(response.getEntity().getContent(), limits.maxBytes() + SLACK, deadline);
    String encoding = String.join(",", headers.getOrDefault("content-encoding", List.of()));
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> raw;
      case "gzip", "x-gzip" -> new GZIPInputStream(raw);
      default ->
          throw Refusals.badResponse("The answer is compressed in a way nobody asked for.", null);
    };
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (Header header : response.getHeaders()) {
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.getValue() == null ? "" : header.getValue());
    }
    return headers;
  }

  private static PerdureException failure(Hop hop, IOException e) {
    String host = hop.target().host();
    return switch (e) {
      case SSLException _ -> Refusals.tls(host, e);
      case ConnectException _, ConnectTimeoutException _ -> Refusals.unreachable(host, false, e);
      case ClientProtocolException _, MessageConstraintException _, ZipException _ ->
          Refusals.badResponse(host + " answered with what is no valid HTTP.", e);
      default -> Refusals.unreachable(host, true, e);
    };
  }
}
