package dev.perdure.api.tls;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perdure.security.tls.KeyFiles;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Where the service listens: {@code type: pem} in the configuration. With a certificate and its key
 * it speaks HTTPS, by TLS 1.2 and 1.3 only, and takes new ones when the files change; without, it
 * speaks HTTP.
 */
@JsonTypeName("pem")
public final class PemConnectorFactory extends HttpConnectorFactory {

  private static final String[] WEAK = {
    "^.*_(MD5|SHA|SHA1)$", "^TLS_RSA_.*$", "^SSL_.*$", "^.*_NULL_.*$", "^.*_anon_.*$", "^.*_CBC_.*$"
  };

  @JsonProperty private String certificate = "";
  @JsonProperty private String key = "";
  @JsonProperty private Duration reloadInterval = Duration.seconds(10);

  @Override
  public Connector build(
      Server server, MetricRegistry metrics, String name, @Nullable ThreadPool threadPool) {
    if (certificate.isBlank() && key.isBlank()) {
      return super.build(server, metrics, name, threadPool);
    }
    if (certificate.isBlank() || key.isBlank()) {
      throw new IllegalArgumentException(
          "server: a connector's certificate and key go together; one of them is missing");
    }
    KeyFiles files = new KeyFiles(Path.of(certificate), Path.of(key));
    SslContextFactory.Server tls = tls(files);
    ServerConnector connector =
        buildConnector(
            server,
            new ScheduledExecutorScheduler(),
            buildBufferPool(),
            name,
            threadPool,
            new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
            buildHttpConnectionFactory(secure()));
    connector.addBean(
        new CertificateReload(
            files, tls, java.time.Duration.ofNanos(reloadInterval.toNanoseconds())));
    return connector;
  }

  private static SslContextFactory.Server tls(KeyFiles files) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(files.keyStore());
    tls.setKeyStorePassword(KeyFiles.PASSWORD);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setExcludeCipherSuites(WEAK);
    tls.setRenegotiationAllowed(false);
    return tls;
  }

  private HttpConfiguration secure() {
    HttpConfiguration http = buildHttpConfiguration();
    // Probes and load balancers ask by addresses that no certificate names.
    http.addCustomizer(new SecureRequestCustomizer(false));
    return http;
  }
}
