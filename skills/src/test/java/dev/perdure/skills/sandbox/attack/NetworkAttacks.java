package dev.perdure.skills.sandbox.attack;

import java.util.List;

/** Reach somebody. {@link Traps} counts who came through. */
final class NetworkAttacks {

  private NetworkAttacks() {}

  static List<Attack> all(Traps traps) {
    return List.of(
        Attack.python("IPv4", connect("AF_INET", "('127.0.0.1', %d)".formatted(traps.port()))),
        Attack.python("IPv6", connect("AF_INET6", "('::1', %d)".formatted(traps.port()))),
        Attack.shell(
            "the shell's own network",
            "echo x > /dev/tcp/127.0.0.1/%d && echo ESC''APED; true".formatted(traps.port()),
            Aftermath::exited),
        Attack.python(
            "UDP",
            """
            try:
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                print(s.sendto(b"x", ("127.0.0.1", %d))); escaped()
            except OSError as e: print(e)
            """
                .formatted(traps.port())),
        Attack.python(
            "a socket by its path",
            """
            try:
                s = socket.socket(socket.AF_UNIX); s.connect("%s"); escaped()
            except OSError as e: print(e)
            """
                .formatted(traps.path())),
        Attack.python(
            "sockets without a path",
            """
            try:
                s = socket.socket(socket.AF_UNIX)
                for line in open("/proc/net/unix"):
                    name = line.split()[-1]
                    if name.startswith("@"):
                        try: s.connect("\\0" + name[1:]); escaped()
                        except OSError: pass
            except OSError as e: print(e)
            """),
        Attack.python("VSOCK", "must_fail(41, 40, 1, 0)"),
        Attack.python("NETLINK", "must_fail(41, 16, 3, 0)"),
        Attack.python(
            "PACKET, raw and other sockets",
            "for family in (17, 38, 31, 29, 44, 10, 2):\n"
                + "    for kind in (1, 2, 3, 5): must_fail(41, family, kind, 0)"),
        Attack.python(
            "pairs of sockets of other kinds",
            "pair = (ctypes.c_int * 2)()\nfor family in (2, 10, 16, 40): must_fail(53, family, 1, 0, pair)"),
        Attack.python(
            "names",
            """
            try: print(socket.getaddrinfo("localhost.localdomain.example", 80)); escaped()
            except OSError as e: print(e)
            """));
  }

  private static String connect(String family, String address) {
    return """
    try:
        s = socket.socket(socket.%s); s.settimeout(1); s.connect(%s); escaped()
    except OSError as e: print(e)
    """
        .formatted(family, address);
  }
}
