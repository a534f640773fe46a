package dev.perdure.core.sandbox;

import dev.perdure.core.tenant.OrgId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be run. It has no network. Its working folder holds {@code files} and nothing else.
 *
 * @param orgId whose it is; for logs
 * @param code the whole program
 * @param arguments what the program is called with
 * @param stdin what it reads from its standard input
 */
public record SandboxJob(
    OrgId orgId,
    Language language,
    String code,
    List<String> arguments,
    String stdin,
    List<SandboxFile> files,
    SandboxLimits limits) {

  public SandboxJob {
    arguments = List.copyOf(arguments);
    files = List.copyOf(files);
    Set<String> paths = new HashSet<>();
    for (SandboxFile file : files) {
      if (!paths.add(file.path())) {
        throw new IllegalArgumentException("two files at " + file.path());
      }
    }
    for (String argument : arguments) {
      if (argument.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an argument holds a NUL");
      }
    }
  }

  /** A program without input or files. */
  public static SandboxJob of(OrgId orgId, Language language, String code, SandboxLimits limits) {
    return new SandboxJob(orgId, language, code, List.of(), "", List.of(), limits);
  }

  /** The same with files. */
  public SandboxJob with(List<SandboxFile> files) {
    return new SandboxJob(orgId, language, code, arguments, stdin, files, limits);
  }

  /** The same with an input. */
  public SandboxJob with(String stdin) {
    return new SandboxJob(orgId, language, code, arguments, stdin, files, limits);
  }

  /** What a program said is no business of a log. */
  @Override
  public String toString() {
    return "SandboxJob[" + orgId + ", " + language + ", " + files.size() + " files]";
  }
}
