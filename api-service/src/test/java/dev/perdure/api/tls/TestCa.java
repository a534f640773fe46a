package dev.perdure.api.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A CA of a test's own, made with openssl. */
public final class TestCa {

  private static final List<String> CURVE =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");

  private final Path folder;

  private TestCa(Path folder) {
    this.folder = folder;
  }

  public static TestCa create() {
    try {
      TestCa ca = new TestCa(Files.createTempDirectory("perdure-ca"));
      List<String> command = new ArrayList<>(List.of("req", "-x509", "-days", "2"));
      command.addAll(CURVE);
      command.addAll(
          List.of("-subj", "/CN=Test CA", "-keyout", ca.path("ca.key"), "-out", ca.path("ca.pem")));
      ca.openssl(command);
      return ca;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The certificate of the CA. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /** Makes a certificate and its key for 127.0.0.1, {@code localhost} and a name. */
  public Issued issue(String name) {
    try {
      Files.writeString(
          folder.resolve(name + ".ext"),
          "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:" + name + "\n");
      List<String> asking = new ArrayList<>(List.of("req"));
      asking.addAll(CURVE);
      asking.addAll(
          List.of(
              "-subj", "/CN=" + name, "-keyout", path(name + ".key"), "-out", path(name + ".csr")));
      openssl(asking);
      openssl(
          List.of(
              "x509",
              "-req",
              "-days",
              "2",
              "-in",
              path(name + ".csr"),
              "-CA",
              path("ca.pem"),
              "-CAkey",
              path("ca.key"),
              "-CAcreateserial",
              "-extfile",
              path(name + ".ext"),
              "-out",
              path(name + ".pem")));
      return new Issued(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String path(String file) {
    return folder.resolve(file).toString();
  }

  private void openssl(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("openssl failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A certificate and its key. */
  public record Issued(Path certificate, Path key) {

    /** A copy of both that can be replaced. */
    public Issued copy() {
      try {
        Path folder = Files.createTempDirectory("perdure-tls");
        Issued copy = new Issued(folder.resolve("tls.pem"), folder.resolve("tls.key"));
        copyTo(copy);
        return copy;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Puts both in the place of others. */
    public void copyTo(Issued place) {
      try {
        Files.copy(certificate, place.certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(key, place.key, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
