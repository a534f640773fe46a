package dev.perdure.skills.builtin.code;

import dev.perdure.core.sandbox.SandboxLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The limits an organization can set for its code, within those of the installation. */
record CodeSettings(SandboxLimits most) {

  private static final String TIMEOUT = "timeout_seconds";
  private static final String CPU = "cpu_seconds";
  private static final String MEMORY = "memory_mib";
  private static final String PROCESSES = "processes";
  private static final String OUTPUT = "output_kib";
  private static final String DISK = "disk_mib";
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(TIMEOUT, number("The longest a program runs", 1, most.wallTime().toSeconds()));
    properties.put(CPU, number("The most processor time it takes", 1, most.cpuTime().toSeconds()));
    properties.put(
        MEMORY, number("The most memory all its processes have", 32, most.memoryBytes() / MIB));
    properties.put(
        PROCESSES, number("The most processes and threads at once", 4, most.processes()));
    properties.put(OUTPUT, number("The most it says", 1, most.outputBytes() / KIB));
    properties.put(
        DISK, number("The most its files take, with those it finds", 1, most.diskBytes() / MIB));
    return Map.of("type", "object", "properties", properties, "additionalProperties", false);
  }

  private static Map<String, Object> number(String description, long least, long most) {
    return Map.of("type", "integer", "description", description, "minimum", least, "maximum", most);
  }

  /** The limits by an organization's settings. */
  SandboxLimits limits(Map<String, Object> set) {
    long disk = number(set, DISK, MIB, most.diskBytes());
    SandboxLimits limits =
        new SandboxLimits(
            Duration.ofMillis(number(set, CPU, 1000, most.cpuTime().toMillis())),
            Duration.ofMillis(number(set, TIMEOUT, 1000, most.wallTime().toMillis())),
            number(set, MEMORY, MIB, most.memoryBytes()),
            (int) number(set, PROCESSES, 1, most.processes()),
            number(set, OUTPUT, KIB, most.outputBytes()),
            Math.min(most.fileBytes(), disk),
            disk,
            most.files(),
            most.openFiles());
    // What was valid when it was set may have been made smaller by the operator since.
    return limits.within(most);
  }

  private static long number(Map<String, Object> set, String key, long unit, long otherwise) {
    return set.get(key) instanceof Number number ? number.longValue() * unit : otherwise;
  }
}
