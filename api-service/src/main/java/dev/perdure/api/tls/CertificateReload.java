package dev.perdure.api.tls;

import dev.perdure.security.tls.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a new certificate and key when their files have changed. Connections that are open stay so;
 * files that can't be used, or don't belong together, leave what is in use.
 */
final class CertificateReload extends AbstractLifeCycle {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);

  private final KeyFiles files;
  private final SslContextFactory.Server tls;
  private final Duration interval;
  private byte @Nullable [] seen;
  private @Nullable ScheduledExecutorService clock;

  CertificateReload(KeyFiles files, SslContextFactory.Server tls, Duration interval) {
    this.files = files;
    this.tls = tls;
    this.interval = interval;
    this.seen = content();
  }

  @Override
  protected void doStart() {
    clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());
    ScheduledFuture<?> _ =
        clock.scheduleWithFixedDelay(
            this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() {
    if (clock != null) {
      clock.shutdownNow();
    }
  }

  private void look() {
    byte[] now = content();
    if (now == null || Arrays.equals(now, seen)) {
      return;
    }
    // What can't be used is told once, not each time.
    seen = now;
    try {
      KeyStore fresh = files.keyStore();
      tls.reload(factory -> factory.setKeyStore(fresh));
      LOG.info("The certificate {} was replaced.", files.certificate());
    } catch (Exception e) {
      LOG.error("The new certificate is not used, the old one goes on: {}", e.toString());
    }
  }

  private byte @Nullable [] content() {
    try {
      byte[] certificate = Files.readAllBytes(files.certificate());
      byte[] key = Files.readAllBytes(files.key());
      byte[] both = Arrays.copyOf(certificate, certificate.length + key.length);
      System.arraycopy(key, 0, both, certificate.length, key.length);
      return both;
    } catch (IOException _) {
      // Files that are away for a moment, while somebody replaces them.
      return null;
    }
  }
}
