package dev.perdure.skills.sandbox.attack;

import java.util.List;

/** Ask the kernel for what a program has no need of. */
final class KernelAttacks {

  private KernelAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.python(
            "ptrace", "must_fail(101, 16, 1, 0, 0)\nmust_fail(101, 0x4206, os.getppid(), 0, 0)"),
        Attack.python(
            "reading another's memory",
            "b = ctypes.create_string_buffer(64)\n"
                + "for n in (310, 311): must_fail(n, 1, b, 1, b, 1, 0)\nmust_fail(438, 3, 0, 0)"),
        Attack.python(
            "mount",
            "must_fail(165, b'none', b'/work', b'tmpfs', 0, 0)\nmust_fail(166, b'/work', 0)"),
        Attack.python(
            "the new way to mount",
            "must_fail(430, b'tmpfs', 0)\nmust_fail(428, -100, b'/', 1)\nmust_fail(442, -100, b'/', 0, 0, 0)"),
        Attack.python("pivot_root", "must_fail(155, b'/work', b'/work')"),
        Attack.python("chroot", "must_fail(161, b'/work')"),
        Attack.python(
            "unshare",
            "for f in (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x80): must_fail(272, f)"),
        Attack.python(
            "clone into namespaces",
            """
            for flags in (0x10000000, 0x20000, 0x20000000, 0x40000000):
                result, error = call(56, flags | 17, 0, 0, 0, 0)
                if result == 0: os._exit(0)
                if result > 0: escaped()
            arguments = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17)
            result, error = call(435, arguments, 88)
            if result == 0: os._exit(0)
            if result > 0: escaped()
            """),
        Attack.python(
            "setns",
            """
            must_fail(308, 0, 0)
            try: must_fail(308, os.open("/proc/1/ns/mnt", os.O_RDONLY), 0)
            except OSError as e: print(e)
            """),
        Attack.python(
            "becoming root",
            """
            for attempt in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgid(0)):
                try:
                    attempt()
                    if os.path.exists("/etc/shadow"): escaped()
                except OSError as e: print(e)
            """),
        Attack.shell(
            "programs that run as root",
            """
            for p in /usr/bin/su /usr/bin/mount /usr/bin/sudo /usr/bin/passwd /usr/bin/newgrp; do
              [ -u $p ] && $p --version < /dev/null
            done
            su -c id root < /dev/null | grep uid=0 && echo ESC''APED
            mount -t tmpfs x /work && echo ESC''APED
            true
            """,
            Aftermath::exited),
        Attack.python(
            "capabilities",
            """
            h = (ctypes.c_uint32 * 2)(0x20080522, 0); d = (ctypes.c_uint32 * 6)(*([0xffffffff] * 6))
            must_fail(126, h, d)
            """),
        Attack.python(
            "keys",
            "must_fail(248, b'user', b'a', b'b', 1, -3)\nmust_fail(250, 0, -3, 0)\nmust_fail(249, b'user', b'a', 0, 0)"),
        Attack.python(
            "io_uring",
            "p = ctypes.create_string_buffer(256)\nmust_fail(425, 8, p)\nmust_fail(426, 0, 0, 0, 0)"),
        Attack.python(
            "bpf",
            "p = ctypes.create_string_buffer(256)\nmust_fail(321, 0, p, 128)\nmust_fail(321, 5, p, 128)"),
        Attack.python("userfaultfd", "must_fail(323, 0)\nmust_fail(323, 1)"),
        Attack.python(
            "perf_event_open",
            "p = ctypes.create_string_buffer(256)\nmust_fail(298, p, 0, -1, -1, 0)"),
        Attack.python(
            "another kernel",
            "must_fail(246, 0, 0, 0, 0)\nmust_fail(320, 0, 0, 0, 0, 0)\nmust_fail(175, 0, 0, 0)\nmust_fail(313, 0, b'', 0)\nmust_fail(169, 0xfee1dead, 672274793, 0x1234567, 0)"),
        Attack.python("personality", "must_fail(135, 0x0040000)\nmust_fail(135, 0x0008000)"),
        Attack.python(
            "files by their handles",
            "b = ctypes.create_string_buffer(128)\nmust_fail(304, -100, b, 0)\nmust_fail(303, -100, b'/', b, b, 0)"),
        Attack.python(
            "clocks and names of the host",
            "t = (ctypes.c_int64 * 2)(0, 0)\nmust_fail(227, 0, t)\nmust_fail(170, b'x', 1)\nmust_fail(164, t, 0)"),
        Attack.python(
            "swap, accounting, quotas",
            "must_fail(167, b'/work/x', 0)\nmust_fail(163, b'/work/x')\nmust_fail(179, 0, b'/', 0, 0)"),
        Attack.python(
            "calls of 32 bits' programs",
            """
            # x32 has a number space of its own; getpid by it must not be a way round the filter.
            must_fail(0x40000000 + 41, 2, 1, 0)
            must_fail(0x40000000 + 272, 0x10000000)
            """),
        Attack.python(
            "typing into the terminal",
            "must_fail(16, 0, 0x5412, b'x')\nmust_fail(16, 0, 0x541c, b'x')\nmust_fail(16, ctypes.c_ulong(0), ctypes.c_ulong(0x100005412), b'x')"),
        Attack.python(
            "limits and priorities of others",
            "b = (ctypes.c_uint64 * 2)(1, 1)\nfor p in (1, os.getppid()): must_fail(302, p, 7, b, 0)\n"
                + "must_fail(141, 2, 0, 19)\nmust_fail(203, os.getppid(), 8, b)"));
  }
}
