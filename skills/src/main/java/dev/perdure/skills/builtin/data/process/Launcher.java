package dev.perdure.skills.builtin.data.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Puts limits of the operating system around a command. A sandbox would be another one. */
@FunctionalInterface
public interface Launcher {

  /**
   * The command with what goes before it.
   *
   * @param folder the only place it writes to
   * @param most what it may take
   */
  List<String> around(List<String> command, Path folder, Most most);

  /**
   * What a process may take.
   *
   * @param memoryMb of data, in MiB
   * @param cpuSeconds of all its threads together
   * @param fileMb the largest file it may write, in MiB
   */
  record Most(long memoryMb, long cpuSeconds, long fileMb) {}

  /** By {@code prlimit} where there is one, that is, on Linux; else nothing. */
  static Launcher ofThisMachine() {
    return Stream.of("/usr/bin/prlimit", "/bin/prlimit")
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .<Launcher>map(path -> (command, _, most) -> limited(path, command, most))
        .orElse((command, _, _) -> command);
  }

  private static List<String> limited(String prlimit, List<String> command, Most most) {
    List<String> limits =
        List.of(
            prlimit,
            "--data=" + most.memoryMb() * 1024 * 1024,
            "--cpu=" + most.cpuSeconds(),
            "--fsize=" + most.fileMb() * 1024 * 1024,
            "--nofile=256",
            "--core=0",
            "--");
    return Stream.concat(limits.stream(), command.stream()).toList();
  }
}
