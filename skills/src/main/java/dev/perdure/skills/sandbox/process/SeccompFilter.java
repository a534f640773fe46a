package dev.perdure.skills.sandbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The filter of system calls: what is not allowed is refused with EPERM. No sockets but pairs, no
 * namespaces, mounts, tracing, keys, anonymous files, no reach into other processes; no buffers in
 * the kernel but of the usual size, and none that no process has open.
 */
public final class SeccompFilter {

  private static final String CALLS = "allowed-calls.txt";
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int AF_UNIX = 1;

  /** Calls after the last we know: C libraries take "not there" for an answer, and others not. */
  private static final int UNKNOWN = 457;

  /** All {@code CLONE_NEW…} that {@code clone} takes. */
  private static final int NEW_NAMESPACES = 0x7e020000;

  /** Type into the terminal of whoever started us. */
  private static final int TIOCSTI = 0x5412;

  private static final int TIOCLINUX = 0x541c;
  private static final int FIOSETOWN = 0x8901;
  private static final int SIOCSPGRP = 0x8902;
  private static final int F_SETOWN = 8;
  private static final int F_SETSIG = 10;
  private static final int F_SETOWN_EX = 15;

  /** A pipe as large as one likes. */
  private static final int F_SETPIPE_SZ = 1031;

  /** A processor whose calls we know. */
  enum Architecture {
    X86_64("amd64", 0xc000003e, 1),
    ARM64("aarch64", 0xc00000b7, 2);

    private final String javaName;
    private final int audit;

    /** Where its numbers stand in a line. */
    private final int field;

    Architecture(String javaName, int audit, int field) {
      this.javaName = javaName;
      this.audit = audit;
      this.field = field;
    }
  }

  private SeccompFilter() {}

  /**
   * The filter for this machine; empty when we don't know its processor's calls.
   *
   * @param refused calls that are refused besides
   */
  public static Optional<byte[]> forThisMachine(Set<String> refused) {
    String here = System.getProperty("os.arch", "");
    for (Architecture architecture : Architecture.values()) {
      if (architecture.javaName.equals(here)) {
        return Optional.of(program(architecture, refused));
      }
    }
    return Optional.empty();
  }

  /** The names of the calls that are allowed whatever their arguments are. */
  public static List<String> allowedNames() {
    return lines().stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .filter(name -> !name.endsWith("@"))
        .toList();
  }

  static byte[] program(Architecture architecture, Set<String> refused) {
    SortedSet<Integer> allowed = new TreeSet<>();
    Map<String, Integer> byArguments = new HashMap<>();
    for (String line : lines()) {
      String[] fields = line.split(" ", -1);
      String number = line.startsWith("#") ? "-" : fields[architecture.field];
      if (number.equals("-") || refused.contains(fields[0])) {
        continue;
      }
      if (fields[0].endsWith("@")) {
        byArguments.put(fields[0], Integer.valueOf(number));
      } else {
        allowed.add(Integer.valueOf(number));
      }
    }
    Bpf filter = new Bpf().loadArchitecture();
    filter.ifEqual(architecture.audit, 1, 0).answer(Bpf.KILL_PROCESS).loadCall();
    decideByArguments(filter, byArguments);
    allow(filter, allowed);
    filter.ifAtLeast(UNKNOWN, 0, 1).answer(Bpf.error(ENOSYS)).answer(Bpf.error(EPERM));
    return filter.bytes();
  }

  private static void decideByArguments(Bpf filter, Map<String, Integer> calls) {
    // Its flags lie in memory, where a filter sees nothing; C libraries fall back to clone.
    filter.ifEqual(number(calls, "clone3@"), 0, 1).answer(Bpf.error(ENOSYS));
    filter.ifEqual(number(calls, "clone@"), 0, 4).loadArgument(0);
    filter.ifAnyBit(NEW_NAMESPACES, 0, 1).answer(Bpf.error(EPERM)).answer(Bpf.ALLOW);
    filter.ifEqual(number(calls, "ioctl@"), 0, 7).loadArgument(1);
    filter.ifEqual(TIOCSTI, 3, 0).ifEqual(TIOCLINUX, 2, 0);
    filter.ifEqual(FIOSETOWN, 1, 0).ifEqual(SIOCSPGRP, 0, 1);
    filter.answer(Bpf.error(EPERM)).answer(Bpf.ALLOW);
    // Nor have a signal sent to another when something happens to a file.
    filter.ifEqual(number(calls, "fcntl@"), 0, 7).loadArgument(1);
    filter.ifEqual(F_SETOWN, 3, 0).ifEqual(F_SETSIG, 2, 0);
    filter.ifEqual(F_SETOWN_EX, 1, 0).ifEqual(F_SETPIPE_SZ, 0, 1);
    filter.answer(Bpf.error(EPERM)).answer(Bpf.ALLOW);
    only(filter, number(calls, "socketpair@"), AF_UNIX);
    // Not beyond what the file's size says: that would be seen by nobody who measures files.
    only(filter, number(calls, "fallocate@"), 1, 0);
    // Of itself, never of another process.
    only(filter, number(calls, "prlimit64@"), 0);
    only(filter, number(calls, "sched_setaffinity@"), 0);
    filter.ifEqual(number(calls, "setpriority@"), 0, 6).loadArgument(0).ifEqual(0, 0, 3);
    filter.loadArgument(1).ifEqual(0, 0, 1).answer(Bpf.ALLOW).answer(Bpf.error(EPERM));
  }

  /** Allows a call whose first argument is that, and no other. */
  private static void only(Bpf filter, int call, int value) {
    only(filter, call, 0, value);
  }

  private static void only(Bpf filter, int call, int argument, int value) {
    filter.ifEqual(call, 0, 4).loadArgument(argument);
    filter.ifEqual(value, 0, 1).answer(Bpf.ALLOW).answer(Bpf.error(EPERM));
  }

  private static int number(Map<String, Integer> calls, String name) {
    Integer number = calls.get(name);
    if (number == null) {
      throw new IllegalStateException(CALLS + " has no " + name);
    }
    return number;
  }

  /** Allows numbers by the ranges they make. */
  private static void allow(Bpf filter, SortedSet<Integer> calls) {
    int from = -1;
    int to = -1;
    for (int call : calls) {
      if (from >= 0 && call == to + 1) {
        to = call;
        continue;
      }
      allowRange(filter, from, to);
      from = call;
      to = call;
    }
    allowRange(filter, from, to);
  }

  private static void allowRange(Bpf filter, int from, int to) {
    if (from >= 0) {
      filter.ifAtLeast(from, 0, 2).ifGreater(to, 1, 0).answer(Bpf.ALLOW);
    }
  }

  private static List<String> lines() {
    try (InputStream calls = SeccompFilter.class.getResourceAsStream(CALLS)) {
      if (calls == null) {
        throw new IllegalStateException(CALLS + " is missing");
      }
      return new String(calls.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
