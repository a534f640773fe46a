package dev.perdure.api.temporal;

import dev.perdure.api.config.TemporalTls;
import dev.perdure.security.tls.ClientTls;
import dev.perdure.security.tls.KeyFiles;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** Puts TLS, and the API key, into the options of Temporal's client. */
final class TemporalTlsSetup {

  private TemporalTlsSetup() {}

  static WorkflowServiceStubsOptions.Builder apply(
      TemporalTls tls, WorkflowServiceStubsOptions.Builder options) {
    if (!tls.on()) {
      return options;
    }
    options.setSslContext(context(tls.files()));
    if (!tls.serverName().isEmpty()) {
      options.setChannelInitializer(channel -> channel.overrideAuthority(tls.serverName()));
    }
    if (!tls.apiKey().isEmpty()) {
      options.addApiKey(tls::apiKey);
    }
    return options;
  }

  private static SslContext context(ClientTls tls) {
    KeyFiles own = tls.own();
    if (own == null) {
      return build(SimpleSslContextBuilder.noKeyOrCertChain(), tls);
    }
    own.keyStore();
    try (InputStream certificate = Files.newInputStream(own.certificate());
        InputStream key = Files.newInputStream(own.key())) {
      return build(SimpleSslContextBuilder.forPKCS8(certificate, key), tls);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static SslContext build(SimpleSslContextBuilder builder, ClientTls tls) {
    try {
      return builder.setTrustManager(tls.trustManager()).build();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static IllegalArgumentException unusable(IOException e) {
    return new IllegalArgumentException("temporal: TLS can't be set up: " + e.getMessage(), e);
  }
}
