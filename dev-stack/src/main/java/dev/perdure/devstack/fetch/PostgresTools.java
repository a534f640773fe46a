package dev.perdure.devstack.fetch;

import java.nio.file.Path;

/**
 * An installed PostgreSQL with pgvector.
 *
 * @param bin the folder of its programs
 * @param major its major version
 */
public record PostgresTools(Path bin, int major) {

  /** One of its programs, such as {@code initdb}. */
  public String program(String name) {
    return bin.resolve(name).toString();
  }
}
