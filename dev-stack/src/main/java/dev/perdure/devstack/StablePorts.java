package dev.perdure.devstack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Free ports by name, kept in a file so that the next start takes the same ones. */
final class StablePorts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, Integer> ports;

  StablePorts(Path file) {
    this.file = file;
    this.ports = read(file);
  }

  /** The port of that name: the one of last time when it is free, else a new one. */
  synchronized int get(String name) {
    Integer known = ports.get(name);
    if (known != null && Ports.isFree(known)) {
      return known;
    }
    int port = Ports.free();
    ports.put(name, port);
    try {
      PrivateFiles.write(file, JSON.writeValueAsString(ports));
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(file, e.getMessage()), e);
    }
    return port;
  }

  private static Map<String, Integer> read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, Integer>>() {})
          : new TreeMap<>();
    } catch (IOException e) {
      // Half a file is as good as none: the ports are only a convenience.
      return new TreeMap<>();
    }
  }
}
