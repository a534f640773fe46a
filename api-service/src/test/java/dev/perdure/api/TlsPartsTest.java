package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uber.m3.tally.NoopScope;
import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.config.DatabaseConfig;
import dev.perdure.api.config.DatabaseTls;
import dev.perdure.api.config.RedisConfig;
import dev.perdure.api.config.TemporalConfig;
import dev.perdure.api.config.TemporalTls;
import dev.perdure.api.temporal.RunPayloadCodec;
import dev.perdure.api.temporal.TemporalConnection;
import dev.perdure.api.tls.TestCa;
import dev.perdure.api.tls.TlsProxy;
import dev.perdure.api.tls.TlsProxy.Kind;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.TestStack;
import dev.perdure.memory.RedisMemory;
import dev.perdure.security.tls.ClientTls;
import dev.perdure.security.tls.KeyFiles;
import dev.perdure.store.Pools;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Parts whose certificates are not those they should be, and parts that want ours. */
class TlsPartsTest {

  private final TestStack stack = TestService.get().stack;
  private final TestCa ca = TestCa.create();
  private final TestCa other = TestCa.create();
  private final ClientTls right = new ClientTls(ca.certificate(), files(ca));
  private final ClientTls strangeServer = new ClientTls(other.certificate(), files(ca));
  private final ClientTls withoutOurs = new ClientTls(ca.certificate(), null);

  @Test
  void redisIsKnownByItsCertificateAndKnowsUs() throws IOException {
    URI address = URI.create(stack.redisUrl());
    try (TlsProxy proxy = TlsProxy.start(ca, address.getHost(), address.getPort(), Kind.PLAIN)) {
      assertThat(redisAnswers(proxy, "127.0.0.1", right)).isTrue();
      assertThat(redisAnswers(proxy, "127.0.0.1", strangeServer)).isFalse();
      assertThat(redisAnswers(proxy, "127.0.0.1", withoutOurs)).isFalse();
      // An address that the certificate does not name.
      assertThat(redisAnswers(proxy, "127.0.0.2", right)).isFalse();
    }
  }

  @Test
  void postgresIsKnownByItsCertificateAndKnowsUs() throws Exception {
    PostgresAddress address = stack.service();
    try (TlsProxy proxy = TlsProxy.start(ca, address.host(), address.port(), Kind.POSTGRES)) {
      assertThatCode(() -> postgres(proxy, right)).doesNotThrowAnyException();
      assertThatThrownBy(() -> postgres(proxy, strangeServer)).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> postgres(proxy, withoutOurs)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void temporalIsKnownByItsCertificateAndKnowsUs() throws IOException {
    URI address = URI.create("grpc://" + stack.temporalAddress());
    try (TlsProxy proxy = TlsProxy.start(ca, address.getHost(), address.getPort(), Kind.GRPC)) {
      assertThatCode(() -> temporal(proxy, new TemporalTls(true, right, "", "")))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> temporal(proxy, new TemporalTls(true, strangeServer, "", "")))
          .hasMessageContaining("UNAVAILABLE");
      assertThatThrownBy(() -> temporal(proxy, new TemporalTls(true, withoutOurs, "", "")))
          .hasMessageContaining("UNAVAILABLE");
      assertThatThrownBy(() -> temporal(proxy, new TemporalTls(true, right, "wrong.example", "")))
          .hasMessageContaining("UNAVAILABLE");
    }
  }

  private boolean redisAnswers(TlsProxy proxy, String host, ClientTls tls) {
    String url =
        stack
            .redisUrl()
            .replace("redis://", "rediss://")
            .replace(
                URI.create(stack.redisUrl()).getAuthority().replaceAll(".*@", ""),
                host + ":" + proxy.port());
    try (RedisMemory redis =
        RedisMemory.open(new RedisConfig(url, Duration.seconds(5), tls).options())) {
      return redis.ping();
    }
  }

  private void postgres(TlsProxy proxy, ClientTls tls) throws SQLException {
    PostgresAddress address = stack.service();
    DatabaseConfig config =
        new DatabaseConfig(
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(proxy.port(), address.database()),
            address.user(),
            address.password(),
            "owner",
            "",
            1,
            Duration.seconds(3),
            new DatabaseTls("verify-full", tls));
    try (HikariDataSource pool = Pools.open("tls-test", config.pool());
        Connection connection = pool.getConnection()) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  private void temporal(TlsProxy proxy, TemporalTls tls) {
    TemporalConnection connection =
        new TemporalConnection(
            new TemporalConfig(
                "127.0.0.1:" + proxy.port(), "default", "tls", Duration.seconds(3), tls, false, ""),
            new NoopScope(),
            new RunPayloadCodec(new NoCipher(), "default", false));
    try {
      connection.ping(java.time.Duration.ofSeconds(3));
    } finally {
      connection.stop();
    }
  }

  private static KeyFiles files(TestCa ca) {
    TestCa.Issued issued = ca.issue("client.example");
    return new KeyFiles(issued.certificate(), issued.key());
  }

  /** Nothing is encrypted here but the connections. */
  private static final class NoCipher implements FieldCipher {

    @Override
    public byte[] encrypt(OrgId orgId, FieldName field, byte[] value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted) {
      throw new UnsupportedOperationException();
    }
  }
}
