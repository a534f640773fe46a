package dev.perdure.skills.builtin.data.process;

import dev.perdure.skills.builtin.data.child.QueryProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What the processes run on: the few jars they need, and DuckDB's library, unpacked once for all of
 * them. (Its jar unpacks 60 MB at each start, which costs 0.4 seconds.)
 *
 * @param files class path of a query over files
 * @param databases class path of a query of a database
 * @param library where DuckDB's library is
 */
record QueryRuntime(String files, String databases, Path library) {

  private static final String NATIVE = "libduckdb_java";

  private static final List<String> OF_BOTH =
      List.of(QueryProcess.class.getName(), "com.fasterxml.jackson.core.JsonFactory");
  private static final List<String> OF_EXCEL =
      List.of(
          "org.dhatim.fastexcel.reader.ReadableWorkbook",
          "com.fasterxml.aalto.stax.InputFactoryImpl",
          "org.codehaus.stax2.XMLInputFactory2",
          "org.apache.commons.compress.archivers.zip.ZipFile",
          "org.apache.commons.io.IOUtils",
          "org.apache.commons.lang3.ArrayUtils");

  /** Unpacks into a folder that is there. */
  static QueryRuntime prepare(Path folder) throws IOException {
    Path slim = folder.resolve("duckdb.jar");
    unpack(
        jar("org.duckdb.DuckDBDriver"), slim, folder.resolve(System.mapLibraryName("duckdb_java")));
    return new QueryRuntime(
        path(Stream.of(jars(OF_BOTH), Stream.of(slim), jars(OF_EXCEL)).flatMap(s -> s)),
        path(Stream.concat(jars(OF_BOTH), Stream.of(jar("org.postgresql.Driver")))),
        folder);
  }

  private static void unpack(Path jar, Path classes, Path library) throws IOException {
    String wanted = NATIVE + ".so_" + platform();
    try (JarFile from = new JarFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(classes))) {
      for (JarEntry entry : (Iterable<JarEntry>) from.stream()::iterator) {
        if (!entry.getName().startsWith(NATIVE)) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          from.getInputStream(entry).transferTo(to);
        }
      }
      JarEntry found = from.getJarEntry(wanted);
      if (found == null) {
        throw new IOException("DuckDB has no library for this machine: " + wanted);
      }
      try (OutputStream out = Files.newOutputStream(library)) {
        from.getInputStream(found).transferTo(out);
      }
    }
  }

  /** As DuckDB names it. */
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return "osx_universal";
    }
    String name = os.contains("windows") ? "windows" : "linux";
    return name + (arch.equals("aarch64") || arch.equals("arm64") ? "_arm64" : "_amd64");
  }

  private static Stream<Path> jars(List<String> classes) {
    return classes.stream().map(QueryRuntime::jar).distinct();
  }

  /** The jar, or the folder, that a class comes from. */
  private static Path jar(String name) {
    try {
      Class<?> type = Class.forName(name, false, QueryRuntime.class.getClassLoader());
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(name + " is not on the class path", e);
    }
  }

  private static String path(Stream<Path> jars) {
    return jars.map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator", ":")));
  }
}
