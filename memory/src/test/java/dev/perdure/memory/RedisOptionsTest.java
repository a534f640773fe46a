package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;

class RedisOptionsTest {

  @Test
  void keepsThePasswordToItself() {
    RedisOptions options = RedisOptions.of(URI.create("redis://:hush@127.0.0.1:6379/3"));
    assertThat(options.toString()).contains("127.0.0.1:6379").doesNotContain("hush");
  }

  @Test
  void refusesAnAddressThatIsNotRedis() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.of(URI.create("http://127.0.0.1:6379")))
        .withMessageContaining("redis://");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.of(URI.create("redis://127.0.0.1")))
        .withMessageContaining("port");
  }
}
