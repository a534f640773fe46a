package dev.perdure.devstack.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a service has besides what it ships with.
 *
 * @param jars folders whose jars are on its class path
 * @param environment what those are told
 */
record Additions(List<Path> jars, Map<String, String> environment) {

  static final Additions NONE = new Additions(List.of(), Map.of());

  Additions {
    jars = List.copyOf(jars);
    environment = Map.copyOf(environment);
  }
}
