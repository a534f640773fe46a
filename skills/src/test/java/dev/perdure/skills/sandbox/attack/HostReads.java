package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Look at, or change, what is the host's. */
final class HostReads {

  private HostReads() {}

  static List<Attack> all() {
    return List.of(
        Attack.shell(
            "the host's users and keys",
            "cat /etc/shadow /etc/sudoers /etc/machine-id /etc/hostname && echo ESC''APED; true",
            Aftermath::exited),
        Attack.python(
            "homes and folders of the host",
            """
            for folder in ("/root", "/home", "/var", "/opt", "/srv", "/run", "/mnt", "/sys", "/boot"):
                try:
                    if os.listdir(folder): print(folder); escaped()
                except OSError as e: print(e)
            """),
        Attack.shell(
            "the environment of all processes",
            "cat /proc/*/environ /proc/*/task/*/environ | tr '\\0' '\\n'; env; true",
            Aftermath::exited),
        Attack.python(
            "the roots of all processes",
            """
            for pid in (os.listdir("/proc") if os.path.isdir("/proc") else []):
                try:
                    for name in os.listdir(f"/proc/{pid}/root/"):
                        if name in ("root", "home", "var", "boot", "srv"): print(pid); escaped()
                except OSError: pass
                try: open(f"/proc/{pid}/cwd/../../etc/shadow").read(); escaped()
                except OSError: pass
            """),
        Attack.shell(
            "what is mounted",
            "cat /proc/self/mountinfo; true",
            a -> assertThat(a.result().stdout()).doesNotContain("perdure-sandbox")),
        Attack.python(
            "the memory of the first process",
            """
            try:
                maps = open("/proc/1/maps").read().splitlines()
                with open("/proc/1/mem", "r+b", buffering=0) as memory:
                    for line in maps:
                        if "r-xp" in line or "rw-p" in line:
                            start, end = (int(x, 16) for x in line.split()[0].split("-"))
                            memory.seek(start)
                            try: memory.write(b"\\xcc" * min(end - start, 65536))
                            except OSError: pass
            except OSError as e: print(e)
            time.sleep(0.2)
            """),
        Attack.shell(
            "keys of the kernel",
            "echo b > /proc/sysrq-trigger && echo ESC''APED;"
                + " echo '|/tmp/x' > /proc/sys/kernel/core_pattern && echo ESC''APED;"
                + " echo 1 > /proc/sys/vm/drop_caches && echo ESC''APED; true",
            Aftermath::exited),
        Attack.shell(
            "writing to /sys",
            "for f in /sys/power/state /sys/kernel/mm/transparent_hugepage/enabled;"
                + " do echo mem > $f && echo ESC''APED; done; true",
            Aftermath::exited),
        Attack.python(
            "memory and devices of the host",
            """
            for device in ("/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/vda", "/dev/kvm", "/dev/fuse",
                           "/dev/net/tun", "/proc/kcore", "/dev/vsock", "/dev/loop-control"):
                try: os.open(device, os.O_RDWR); print(device); escaped()
                except OSError as e: print(e)
            """),
        Attack.python(
            "descriptors that were left open",
            """
            for fd in range(3, 256):
                try: os.write(fd, b"junk"); print(fd); escaped()
                except OSError: pass
                try:
                    if os.read(fd, 10): print(fd); escaped()
                except OSError: pass
            """),
        Attack.python(
            "descriptors of other processes",
            """
            me = str(os.getpid())
            for pid in (os.listdir("/proc") if os.path.isdir("/proc") else []):
                if not pid.isdigit() or pid == me: continue
                try:
                    for fd in os.listdir(f"/proc/{pid}/fd"):
                        target = os.readlink(f"/proc/{pid}/fd/{fd}")
                        print(pid, fd, target)
                        if target.startswith("/") and not target.startswith("/dev/null"):
                            try:
                                if os.open(f"/proc/{pid}/fd/{fd}", os.O_RDWR) and "stdin" not in target: escaped()
                            except OSError: pass
                except OSError: pass
            """),
        Attack.python(
            "the programs that all jobs share",
            """
            import glob
            for path in ["/usr/bin/python3", "/bin/sh", "/code/program", "/etc/passwd", "/etc/group",
                         "/etc/ld.so.cache"] + glob.glob("/tmp/perdure-sandbox-*/*"):
                for attempt in (lambda: open(path, "r+b"), lambda: os.unlink(path),
                                lambda: os.chmod(path, 0o777), lambda: os.rename(path, "/work/x")):
                    try: attempt(); print(path); escaped()
                    except OSError: pass
            try: os.mkdir("/etc/ld.so.preload"); escaped()
            except OSError: pass
            """));
  }
}
