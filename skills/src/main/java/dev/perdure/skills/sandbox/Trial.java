package dev.perdure.skills.sandbox;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;

/** Tries a sandbox out: a program must run in it, and must not get at a file that lies open. */
final class Trial implements AutoCloseable {

  private static final OrgId NOBODYS = new OrgId(new UUID(0, 0));
  private static final String ANSWER = "42";

  private final Path folder;
  private final Path bait;
  private final String secret = UUID.randomUUID().toString();

  Trial() {
    try {
      folder = Files.createTempDirectory("perdure-bait-");
      bait = Files.writeString(folder.resolve("bait"), secret);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(bait, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a backend; empty when it held. */
  Optional<String> problem(SandboxBackend backend, Language language) {
    try {
      SandboxResult result =
          backend.run(
              SandboxJob.of(NOBODYS, language, program(language), SandboxLimits.DEFAULT),
              SandboxListener.NONE,
              Cancellation.NEVER);
      if (result.stdout().contains(secret)) {
        return Optional.of("it lets code read files of the host");
      }
      boolean ran = result.succeeded() && result.stdout().strip().equals(ANSWER);
      return ran
          ? Optional.empty()
          : Optional.of("a program did not run: " + result.stderr().strip());
    } catch (PerdureException e) {
      return Optional.of(e.error().message());
    } catch (RuntimeException e) {
      // A plug-in's; it must not keep the worker from starting.
      return Optional.of(e.toString());
    }
  }

  private String program(Language language) {
    String program =
        switch (language) {
          case PYTHON ->
              """
              try: print(open("BAIT").read())
              except Exception: pass
              print(6 * 7)
              """;
          case SHELL -> "cat BAIT 2> /dev/null; echo $((6 * 7))";
          case JAVASCRIPT ->
              """
              try { console.log(require('fs').readFileSync('BAIT', 'utf8')); } catch (e) {}
              console.log(6 * 7);
              """;
        };
    return program.replace("BAIT", bait.toString());
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(bait);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
