package dev.perdure.security.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;

/**
 * One request on a connection of its own. Connections are never used again: one made for an
 * organization that may reach an internal host must not serve another that may not.
 */
final class Connection implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_LINE = 16 * 1024;

  private final Hop hop;
  private final CloseableHttpClient client;

  Connection(Hop hop, List<InetAddress> addresses, SSLContext tls, Deadline deadline) {
    this.hop = hop;
    Duration connect = deadline.left().compareTo(CONNECT) < 0 ? deadline.left() : CONNECT;
    this.client = client(new PinnedSockets(hop.target().host(), addresses, deadline), tls, connect);
  }

  /** Sends the request and reads the answer's head. */
  ClassicHttpResponse send() throws IOException {
    Target target = hop.target();
    HttpHost host =
        new HttpHost(target.scheme(), target.host(), target.usualPort() ? -1 : target.port());
    BasicClassicHttpRequest request =
        new BasicClassicHttpRequest(hop.method(), host, target.path());
    hop.headers().forEach(request::setHeader);
    request.setHeader("Accept-Encoding", "gzip");
    request.setHeader("Connection", "close");
    if (!request.containsHeader("User-Agent")) {
      request.setHeader("User-Agent", "perdure");
    }
    byte[] body = hop.payload().bytes();
    if (body != null) {
      request.setEntity(new ByteArrayEntity(body, null));
    }
    return client.executeOpen(host, request, null);
  }

  @Override
  public void close() {
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }

  private static CloseableHttpClient client(
      PinnedSockets sockets, SSLContext tls, Duration connect) {
    BasicHttpClientConnectionManager connections =
        new BasicHttpClientConnectionManager(
            new DefaultHttpClientConnectionOperator(
                sockets,
                DefaultSchemePortResolver.INSTANCE,
                sockets,
                RegistryBuilder.<TlsSocketStrategy>create()
                    .register(URIScheme.HTTPS.id, tlsStrategy(tls))
                    .build()),
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxHeaderCount(MOST_HEADERS)
                        .setMaxLineLength(LONGEST_LINE)
                        .build())
                .build());
    Timeout timeout = Timeout.of(connect);
    connections.setConnectionConfig(ConnectionConfig.custom().setConnectTimeout(timeout).build());
    connections.setSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build());
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setProtocolUpgradeEnabled(false)
                .setResponseTimeout(Timeout.DISABLED)
                .build())
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setDefaultAuthSchemeRegistry(name -> null)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableDefaultUserAgent()
        .build();
  }

  private static DefaultClientTlsStrategy tlsStrategy(SSLContext tls) {
    return new DefaultClientTlsStrategy(
        tls, HostnameVerificationPolicy.BOTH, HttpsSupport.getDefaultHostnameVerifier());
  }
}
