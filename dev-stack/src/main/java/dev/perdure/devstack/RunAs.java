package dev.perdure.devstack;

import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How PostgreSQL is started, since it refuses to run as root.
 *
 * @param prefix what stands before its command
 * @param owner the numeric user and group its files are given to, 0 to leave them as they are
 */
record RunAs(List<String> prefix, int owner) {

  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final int NOBODY = 65_534;
  private static final RunAs SAME_USER = new RunAs(List.of(), 0);

  // A user namespace in which root is user 1000: the process is not root to itself, and its files
  // stay root's outside.
  private static final RunAs NAMESPACE =
      new RunAs(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000"), 0);

  RunAs {
    prefix = List.copyOf(prefix);
  }

  private static RunAs user(int uid) {
    return new RunAs(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"), uid);
  }

  /** The way that works for this user, for a data folder that may not exist yet. */
  static RunAs choose(Path program, Path data) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return SAME_USER;
    }
    int owner = ownerOf(data);
    if (owner == 0 && NAMESPACE.canRun(program)) {
      return NAMESPACE;
    }
    RunAs other = user(owner == 0 ? NOBODY : owner);
    if (other.canRun(program) && other.canEnter(data.toAbsolutePath().getParent())) {
      return other;
    }
    throw new DevStackException(
        "PostgreSQL refuses to run as root, and this machine allows neither user namespaces nor"
            + " another user here. Run ./perdure as an ordinary user, or set PERDURE_POSTGRES_URL"
            + " to a server you have.");
  }

  // Data that another user's server made go on with that user; 0 when they are root's or none.
  private static int ownerOf(Path data) {
    try {
      return Files.exists(data) ? (Integer) Files.getAttribute(data, "unix:uid") : 0;
    } catch (IOException e) {
      throw new DevStackException("Can't look at %s: %s".formatted(data, e.getMessage()), e);
    }
  }

  private boolean canRun(Path program) {
    return succeeds(List.of(program.toString(), "--version"));
  }

  private boolean canEnter(@Nullable Path folder) {
    if (folder == null) {
      return false;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      return false;
    }
    return succeeds(List.of("test", "-x", folder.toString()));
  }

  private boolean succeeds(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    try {
      return Shell.tryRun(whole, QUICK).filter(result -> result.exitCode() == 0).isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Gives the file to the user that PostgreSQL runs as. */
  void give(Path file) {
    String chown = owner + ":" + owner;
    if (owner != 0 && !SAME_USER.succeeds(List.of("chown", chown, file.toString()))) {
      throw new DevStackException("Can't give " + file + " to the user PostgreSQL runs as.");
    }
  }
}
