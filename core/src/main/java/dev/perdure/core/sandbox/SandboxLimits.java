package dev.perdure.core.sandbox;

import java.time.Duration;

/**
 * The most a job may take.
 *
 * @param cpuTime of all its processes together
 * @param wallTime from its start to its end
 * @param memoryBytes of all its processes together, without the files in its folder
 * @param processes at once, threads counted
 * @param outputBytes of stdout and stderr together; it is ended when it says more
 * @param fileBytes of one file
 * @param diskBytes of all its files, temporary ones included
 * @param files how many files and folders it may make
 * @param openFiles of one process
 */
public record SandboxLimits(
    Duration cpuTime,
    Duration wallTime,
    long memoryBytes,
    int processes,
    long outputBytes,
    long fileBytes,
    long diskBytes,
    int files,
    int openFiles) {

  private static final long MIB = 1024 * 1024;

  /** Enough for the usual script. */
  public static final SandboxLimits DEFAULT =
      new SandboxLimits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          512 * MIB,
          64,
          MIB,
          32 * MIB,
          64 * MIB,
          4_096,
          128);

  public SandboxLimits {
    atLeast("cpuTime", cpuTime.toMillis(), 1_000);
    atLeast("wallTime", wallTime.toMillis(), 1_000);
    atLeast("memoryBytes", memoryBytes, 32 * MIB);
    atLeast("processes", processes, 4);
    atLeast("outputBytes", outputBytes, 1024);
    atLeast("fileBytes", fileBytes, 4096);
    atLeast("diskBytes", diskBytes, fileBytes);
    atLeast("files", files, 16);
    atLeast("openFiles", openFiles, 32);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "the limit " + name + " is " + value + ", and must be " + least + " at least");
    }
  }

  /** The same, nowhere above others. */
  public SandboxLimits within(SandboxLimits most) {
    return new SandboxLimits(
        shorter(cpuTime, most.cpuTime),
        shorter(wallTime, most.wallTime),
        Math.min(memoryBytes, most.memoryBytes),
        Math.min(processes, most.processes),
        Math.min(outputBytes, most.outputBytes),
        Math.min(fileBytes, most.fileBytes),
        Math.min(diskBytes, most.diskBytes),
        Math.min(files, most.files),
        Math.min(openFiles, most.openFiles));
  }

  /** The same, with other times. */
  public SandboxLimits withTimes(Duration cpuTime, Duration wallTime) {
    return new SandboxLimits(
        cpuTime,
        wallTime,
        memoryBytes,
        processes,
        outputBytes,
        fileBytes,
        diskBytes,
        files,
        openFiles);
  }

  /** The same, with another bound for memory. */
  public SandboxLimits withMemory(long memoryBytes) {
    return new SandboxLimits(
        cpuTime,
        wallTime,
        memoryBytes,
        processes,
        outputBytes,
        fileBytes,
        diskBytes,
        files,
        openFiles);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
