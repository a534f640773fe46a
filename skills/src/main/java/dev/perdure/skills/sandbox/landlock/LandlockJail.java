package dev.perdure.skills.sandbox.landlock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.skills.sandbox.process.Interpreters;
import dev.perdure.skills.sandbox.process.Jail;
import dev.perdure.skills.sandbox.process.JobFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job is run with under Landlock.
 *
 * @param python what runs the script, named in full: a name would be looked up by the worker's PATH
 * @param users whom jobs run as; empty when they run as the worker's own user
 */
record LandlockJail(
    Interpreters interpreters,
    Path python,
    Path script,
    Path filter,
    Optional<UserPool> users,
    ObjectMapper mapper)
    implements Jail {

  private static final List<String> READABLE =
      List.of(
          "/usr",
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/etc/ld.so.cache",
          "/etc/alternatives");
  private static final List<String> DEVICES =
      List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");
  private static final long MIB = 1024 * 1024;

  @Override
  public String complaint() {
    return "jail: ";
  }

  @Override
  public boolean endsWhenAsked() {
    return true;
  }

  @Override
  public Start start(SandboxJob job, JobFolder folder) {
    Path work = folder.mount().resolve("work");
    Path temporary = folder.mount().resolve("tmp");
    Path program = folder.mount().resolve("program");
    Optional<Integer> user = users.map(UserPool::take);
    try {
      Files.createDirectory(work);
      Files.createDirectory(temporary);
      Files.writeString(program, job.code());
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
      folder.unpack(job, work);
      List<String> readable = new ArrayList<>(READABLE);
      readable.add(program.toString());
      List<String> writable = new ArrayList<>(DEVICES);
      writable.addAll(List.of(work.toString(), temporary.toString()));
      Map<String, Object> told = limits(job);
      told.put("uid", user.orElse(0));
      told.put("work", work.toString());
      told.put("stdin", folder.stdin().toString());
      told.put("readable", readable);
      told.put("writable", writable);
      told.put("filter", filter.toString());
      told.put("output", folder.outputArchive().toString());
      told.put("status", folder.status().toString());
      told.put("command", interpreters.unlimited(job, program.toString()));
      told.put("environment", Interpreters.environment(work.toString(), temporary.toString()));
      return new Start(
          List.of(
              python.toString(), "-I", "-S", script.toString(), mapper.writeValueAsString(told)),
          new DiskUse(folder.mount(), List.of(work, temporary), job.limits()),
          () -> giveBack(user));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      giveBack(user);
      throw new UncheckedIOException(e);
    }
  }

  private void giveBack(Optional<Integer> user) {
    users.ifPresent(pool -> user.ifPresent(pool::giveBack));
  }

  private static Map<String, Object> limits(SandboxJob job) {
    SandboxLimits limits = job.limits();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("wall", limits.wallTime().toMillis() / 1000.0);
    told.put("cpu", Math.max(1, limits.cpuTime().toSeconds()));
    told.put("space", Interpreters.addressSpace(job));
    told.put("data", Interpreters.data(job));
    told.put("processes", limits.processes());
    told.put("file", limits.fileBytes());
    told.put("open", limits.openFiles());
    told.put("archive", limits.diskBytes() + 16 * MIB);
    return told;
  }
}
