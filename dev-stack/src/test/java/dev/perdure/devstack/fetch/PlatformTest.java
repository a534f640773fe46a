package dev.perdure.devstack.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.devstack.DevStackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_X64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, x86_64, MACOS_X64",
    "Mac OS X, aarch64, MACOS_ARM64"
  })
  void knowsWhatJavaCallsThem(String os, String arch, Platform expected) {
    assertThat(Platform.of(os, arch)).isEqualTo(expected);
  }

  @Test
  void namesTheOtherWaysOnAPlatformItDoesNotKnow() {
    assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
        .isInstanceOf(DevStackException.class)
        .hasMessageContaining("docker compose up");
  }

  @ParameterizedTest
  @EnumSource
  void everyServerIsPinnedForEveryPlatform(Platform platform) {
    assertThat(Artifacts.TEMPORAL.sha256(platform)).hasSize(64);
    assertThat(Artifacts.POSTGRES.sha256(platform)).hasSize(64);
    assertThat(Artifacts.REDIS_SHA256.get(platform)).hasSize(64);
    assertThat(getClass().getResource("/" + platform.redisResource())).isNotNull();
  }
}
