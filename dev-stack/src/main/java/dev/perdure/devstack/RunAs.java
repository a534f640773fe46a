package dev.perdure.devstack;

import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How PostgreSQL is started, since it refuses to run as root.
 *
 * @param prefix what stands before its command
 * @param changesOwner whether its files must belong to the other user
 */
record RunAs(List<String> prefix, boolean changesOwner) {

  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final String NOBODY = "65534";
  private static final RunAs SAME_USER = new RunAs(List.of(), false);

  // A user namespace in which root is user 1000: the process is not root to itself, and its files
  // stay root's outside.
  private static final RunAs NAMESPACE =
      new RunAs(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000"), false);

  private static final RunAs OTHER_USER =
      new RunAs(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), true);

  RunAs {
    prefix = List.copyOf(prefix);
  }

  /** The way that works for this user, for data somewhere in the folder. */
  static RunAs choose(Path program, Path folder) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return SAME_USER;
    }
    if (NAMESPACE.canRun(program)) {
      return NAMESPACE;
    }
    if (OTHER_USER.canRun(program) && OTHER_USER.canEnter(folder)) {
      return OTHER_USER;
    }
    throw new DevStackException(
        "PostgreSQL refuses to run as root, and this machine allows neither user namespaces nor"
            + " another user here. Run ./perdure as an ordinary user, or set PERDURE_POSTGRES_URL"
            + " to a server you have.");
  }

  private boolean canRun(Path program) {
    return succeeds(List.of(program.toString(), "--version"));
  }

  private boolean canEnter(Path folder) {
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

  /** Gives the folder to the user that PostgreSQL runs as. */
  void give(Path folder) {
    if (changesOwner
        && !succeedsAsRoot(List.of("chown", NOBODY + ":" + NOBODY, folder.toString()))) {
      throw new DevStackException("Can't give " + folder + " to the user PostgreSQL runs as.");
    }
  }

  private static boolean succeedsAsRoot(List<String> command) {
    return SAME_USER.succeeds(command);
  }
}
