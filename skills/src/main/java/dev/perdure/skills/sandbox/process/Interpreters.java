package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs of this machine that run code, where a sandbox shows them. */
public final class Interpreters {

  private static final long GIB = 1L << 30;
  private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");
  private static final Map<Language, List<String>> NAMES =
      Map.of(
          Language.PYTHON, List.of("python3"),
          Language.SHELL, List.of("bash", "sh"),
          Language.JAVASCRIPT, List.of("node", "nodejs"));

  private final Map<Language, Path> programs;

  private Interpreters(Map<Language, Path> programs) {
    this.programs = programs;
  }

  /** Those that are there. */
  public static Interpreters ofThisMachine() {
    Map<Language, Path> programs = new EnumMap<>(Language.class);
    NAMES.forEach((language, names) ->
        names.stream()
            .flatMap(name -> find(name).stream())
            .findFirst()
            .ifPresent(program -> programs.put(language, program)));
    return new Interpreters(programs);
  }

  /** A program of the folders that are for all; one in somebody's home is not for a sandbox. */
  public static Optional<Path> find(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Those of a list that are not there. */
  public static List<String> missing(String... names) {
    return Stream.of(names).filter(name -> find(name).isEmpty()).toList();
  }

  public Set<Language> languages() {
    return Set.copyOf(programs.keySet());
  }

  public boolean has(Language language) {
    return programs.containsKey(language);
  }

  /** What they are, for operators. */
  @Override
  public String toString() {
    return programs.values().stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /**
   * The command that runs a job, within the limits of one process.
   *
   * @param program where the code lies, as the job sees it
   */
  public List<String> command(SandboxJob job, String program) {
    List<String> command = new ArrayList<>(limits(job));
    command.addAll(unlimited(job, program));
    return command;
  }

  /** The same without limits, for whoever sets them otherwise. */
  public List<String> unlimited(SandboxJob job, String program) {
    List<String> command = new ArrayList<>();
    command.add(programs.getOrDefault(job.language(), Path.of("missing")).toString());
    if (job.language() == Language.JAVASCRIPT) {
      command.add("--max-old-space-size=" + heapMib(job));
    }
    command.add(program);
    command.addAll(job.arguments());
    return command;
  }

  private static long heapMib(SandboxJob job) {
    return Math.max(16, job.limits().memoryBytes() / (1024 * 1024) * 3 / 4);
  }

  /** The most addresses of a process, in bytes. Node reserves far more than it uses. */
  public static long addressSpace(SandboxJob job) {
    return job.limits().memoryBytes() + (job.language() == Language.JAVASCRIPT ? 16 * GIB : 0);
  }

  /** The most a process has to itself, in bytes. Node ends itself at the size of its heap. */
  public static long data(SandboxJob job) {
    return job.limits().memoryBytes() + (job.language() == Language.JAVASCRIPT ? GIB / 16 : 0);
  }

  private static List<String> limits(SandboxJob job) {
    long cpu = Math.max(1, job.limits().cpuTime().toSeconds());
    List<String> limits = new ArrayList<>();
    limits.add("prlimit");
    limits.add("--nproc=" + job.limits().processes());
    limits.add("--as=" + addressSpace(job));
    limits.add("--data=" + data(job));
    limits.add("--cpu=" + cpu + ":" + (cpu + 1));
    limits.add("--fsize=" + job.limits().fileBytes());
    limits.add("--nofile=" + job.limits().openFiles());
    limits.addAll(List.of("--core=0", "--"));
    return limits;
  }

  /** What a job finds in its environment. */
  public static Map<String, String> environment(String work, String temporary) {
    return Map.ofEntries(
        Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"),
        Map.entry("HOME", work),
        Map.entry("TMPDIR", temporary),
        Map.entry("LANG", "C.UTF-8"),
        // Node ends itself when it may not read that of the host.
        Map.entry("OPENSSL_CONF", "/dev/null"),
        Map.entry("USER", "sandbox"),
        Map.entry("PYTHONPATH", work),
        Map.entry("PYTHONDONTWRITEBYTECODE", "1"),
        Map.entry("PYTHONUNBUFFERED", "1"));
  }
}
