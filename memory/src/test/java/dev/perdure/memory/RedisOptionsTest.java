package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class RedisOptionsTest {

  @Test
  void keepsThePasswordToItself() {
    RedisOptions options = RedisOptions.of(URI.create("redis://:hush@127.0.0.1:6379/3"));
    assertThat(options.toString()).contains("127.0.0.1:6379").doesNotContain("hush");
  }

  @Test
  void takesTheUsualPortWhenNoneIsGiven() {
    assertThat(RedisOptions.of(URI.create("redis://localhost")).address())
        .isEqualTo(new HostAndPort("localhost", 6379));
  }

  @Test
  void refusesAnAddressThatIsNotRedis() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.of(URI.create("http://127.0.0.1:6379")))
        .withMessageContaining("redis://");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.of(URI.create("redis:///1")))
        .withMessageContaining("host");
  }
}
