package dev.perdure.skills.sandbox.bubblewrap;

import dev.perdure.skills.sandbox.process.Interpreters;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.Keeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of bubblewrap: what a job sees. */
final class BubblewrapCommand {

  private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64");

  private final List<String> before;
  private final List<String> after;

  private BubblewrapCommand(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** The command for this machine. */
  static BubblewrapCommand prepare() {
    List<String> before = new ArrayList<>(List.of("bwrap", "--unshare-all", "--unshare-user"));
    add(before, "--disable-userns", "--hostname", "sandbox");
    before.addAll(
        List.of("--uid", "65534", "--gid", "65534", "--die-with-parent", "--new-session"));
    before.addAll(List.of("--cap-drop", "ALL", "--clearenv"));
    Interpreters.environment().forEach((name, value) -> add(before, "--setenv", name, value));
    add(before, "--ro-bind", "/usr", "/usr");
    SYSTEM.forEach(folder -> addSystemFolder(before, folder));
    add(before, "--dir", "/etc");
    add(before, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
    add(before, "--ro-bind-try", "/etc/alternatives", "/etc/alternatives");
    add(before, "--proc", "/proc");
    add(before, "--dev", "/dev");
    List<String> after = new ArrayList<>();
    add(after, "--chdir", "/work", "--remount-ro", "/dev", "--remount-ro", "/");
    add(after, "--seccomp", Integer.toString(Keeper.FILTER), "--");
    return new BubblewrapCommand(List.copyOf(before), List.copyOf(after));
  }

  /** The command for one job. */
  List<String> of(JobFolder folder, List<String> program) {
    List<String> command = new ArrayList<>(before);
    bind(command, "--bind", folder, "shm", "/dev/shm");
    bind(command, "--bind", folder, "tmp", "/tmp");
    bind(command, "--bind", folder, "work", "/work");
    bind(command, "--ro-bind", folder, "passwd", "/etc/passwd");
    bind(command, "--ro-bind", folder, "group", "/etc/group");
    add(command, "--ro-bind-data", Integer.toString(Keeper.PROGRAM), "/code/program");
    command.addAll(after);
    command.addAll(program);
    return command;
  }

  private static void bind(
      List<String> command, String how, JobFolder folder, String name, String where) {
    add(command, how, folder.mount().resolve(name).toString(), where);
  }

  private static void add(List<String> command, String... words) {
    command.addAll(List.of(words));
  }

  /** Most systems have links to /usr there; others, folders. */
  private static void addSystemFolder(List<String> command, String folder) {
    Path path = Path.of(folder);
    try {
      if (Files.isSymbolicLink(path)) {
        add(command, "--symlink", Files.readSymbolicLink(path).toString(), folder);
      } else if (Files.isDirectory(path)) {
        add(command, "--ro-bind", folder, folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
