package dev.perdure.skills.sandbox.gvisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.skills.sandbox.process.Interpreters;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.SeccompFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Describes a job as a container, in the words of the Open Container Initiative. */
record Bundle(ObjectMapper mapper) {

  static final String PROGRAM = "/code/program";
  private static final List<String> SYSTEM =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives");
  private static final long NEW_NAMESPACES = 0x7e020000L;

  /** Writes it into the job's folder. */
  Path write(SandboxJob job, JobFolder folder, List<String> command) throws IOException {
    Path bundle = Files.createDirectory(folder.path().resolve("bundle"));
    Files.setPosixFilePermissions(bundle, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path program = Files.writeString(bundle.resolve("program"), job.code());
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
    Path config = bundle.resolve("config.json");
    mapper.writeValue(config.toFile(), describe(folder, program, command));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    return bundle;
  }

  private static Map<String, Object> describe(
      JobFolder folder, Path program, List<String> command) {
    List<String> environment = new ArrayList<>();
    Interpreters.environment("/work", "/tmp")
        .forEach((name, value) -> environment.add(name + "=" + value));
    return Map.of(
        "ociVersion",
        "1.0.0",
        "hostname",
        "sandbox",
        "root",
        Map.of("path", folder.mount().resolve("root").toString(), "readonly", true),
        "process",
        Map.of(
            "user",
            Map.of("uid", 0, "gid", 0),
            "args",
            absolute(command),
            "env",
            environment,
            "cwd",
            "/work",
            "noNewPrivileges",
            true,
            "capabilities",
            Map.of()),
        "mounts",
        mounts(folder, program),
        "linux",
        Map.of(
            "namespaces",
            Stream.of("pid", "network", "ipc", "uts", "mount")
                .map(type -> Map.of("type", type))
                .toList(),
            "seccomp",
            seccomp()));
  }

  private static List<String> absolute(List<String> command) {
    List<String> absolute = new ArrayList<>(command);
    Interpreters.find(command.getFirst()).ifPresent(path -> absolute.set(0, path.toString()));
    return absolute;
  }

  private static List<Map<String, Object>> mounts(JobFolder folder, Path program) {
    List<Map<String, Object>> mounts = new ArrayList<>();
    mounts.add(Map.of("destination", "/proc", "type", "proc", "source", "proc"));
    // It knows no size there. Its devices can be written to all the same.
    mounts.add(
        Map.of(
            "destination", "/dev", "type", "tmpfs", "source", "tmpfs", "options", List.of("ro")));
    for (String path : SYSTEM) {
      if (Files.isDirectory(Path.of(path))) {
        mounts.add(bind(path, path, "ro"));
      }
    }
    mounts.add(bind(program.toString(), PROGRAM, "ro"));
    mounts.add(bind(folder.mount().resolve("work").toString(), "/work", "rw"));
    mounts.add(bind(folder.mount().resolve("tmp").toString(), "/tmp", "rw"));
    mounts.add(bind(folder.mount().resolve("shm").toString(), "/dev/shm", "rw"));
    mounts.add(bind(folder.mount().resolve("passwd").toString(), "/etc/passwd", "ro"));
    return mounts;
  }

  private static Map<String, Object> bind(String from, String to, String how) {
    return Map.of(
        "destination",
        to,
        "type",
        "bind",
        "source",
        from,
        "options",
        List.of(how, "bind", "nosuid", "nodev"));
  }

  private static Map<String, Object> seccomp() {
    List<String> names = new ArrayList<>(SeccompFilter.allowedNames());
    names.addAll(List.of("ioctl", "fcntl", "fallocate", "setpriority", "sched_setaffinity"));
    return Map.of(
        "defaultAction",
        "SCMP_ACT_ERRNO",
        "syscalls",
        List.of(
            Map.of("names", names, "action", "SCMP_ACT_ALLOW"),
            only("clone", 0, "SCMP_CMP_MASKED_EQ", NEW_NAMESPACES),
            only("socketpair", 1, "SCMP_CMP_EQ", 0),
            only("prlimit64", 0, "SCMP_CMP_EQ", 0)));
  }

  private static Map<String, Object> only(String name, long value, String how, long second) {
    boolean masked = how.equals("SCMP_CMP_MASKED_EQ");
    return Map.of(
        "names",
        List.of(name),
        "action",
        "SCMP_ACT_ALLOW",
        "args",
        List.of(
            Map.of(
                "index",
                0,
                "value",
                masked ? second : value,
                "valueTwo",
                masked ? value : second,
                "op",
                how)));
  }
}
