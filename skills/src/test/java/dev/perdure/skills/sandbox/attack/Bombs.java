package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.sandbox.SandboxResult.Ending;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Take all there is. */
final class Bombs {

  private static final Ending[] ANY_LIMIT = {
    Ending.OUT_OF_MEMORY,
    Ending.CPU_LIMIT,
    Ending.TIMED_OUT,
    Ending.PROCESS_LIMIT,
    Ending.EXITED,
    Ending.KILLED,
    Ending.OUTPUT_LIMIT,
    Ending.DISK_LIMIT
  };

  private Bombs() {}

  static List<Attack> all() {
    return List.of(
        Attack.shell(
            "fork bomb of the shell", ":(){ :|:& };: ; sleep 10", a -> a.endedBy(ANY_LIMIT)),
        Attack.python(
            "fork bomb",
            """
            while True:
                try: os.fork()
                except OSError: pass
            """,
            a -> a.endedBy(Ending.CPU_LIMIT, Ending.TIMED_OUT, Ending.PROCESS_LIMIT)),
        Attack.python(
            "thread bomb",
            """
            import threading
            n = 0
            try:
                while True:
                    threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); n += 1
            except RuntimeError: pass
            print(n, flush=True)
            os._exit(0)
            """,
            a -> {
              if (a.result().ending() == Ending.EXITED) {
                assertThat(a.number()).isLessThan(40);
              } else {
                a.endedBy(Ending.PROCESS_LIMIT);
              }
            }),
        Attack.python(
            "memory bomb on the heap",
            "x = []\nwhile True: x.append(bytearray(8 << 20))",
            a -> assertThat(a.result().succeeded()).isFalse()),
        Attack.python(
            "memory bomb by mmap",
            """
            import mmap
            x = []
            while True:
                m = mmap.mmap(-1, 8 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                m.write(b"x" * (8 << 20)); x.append(m)
            """,
            a -> assertThat(a.result().succeeded()).isFalse()),
        Attack.python(
            "memory bomb by shared mmap",
            """
            import mmap
            x = []
            while True:
                m = mmap.mmap(-1, 8 << 20); m.write(b"x" * (8 << 20)); x.append(m)
            """,
            a -> assertThat(a.result().succeeded()).isFalse()),
        Attack.python(
            "many processes, each below the limit of memory",
            """
            for _ in range(16):
                if os.fork() == 0:
                    x = bytearray(60 << 20)
                    for i in range(0, len(x), 4096): x[i] = 1
                    time.sleep(60)
            time.sleep(60)
            """,
            a -> a.endedBy(Ending.OUT_OF_MEMORY)),
        Attack.python(
                "memory in the buffers of sockets",
                """
                kept = []
                def grow(sock):
                    for option in (socket.SO_SNDBUF, 32, socket.SO_RCVBUF, 33):
                        try: sock.setsockopt(socket.SOL_SOCKET, option, 64 << 20); escaped()
                        except OSError: pass
                for _ in range(20):
                    if os.fork() == 0:
                        for _ in range(24):
                            pair = socket.socketpair(); kept.append(pair)
                            for one in pair:
                                grow(one); one.setblocking(False)
                                try:
                                    while True: one.send(b"x" * 65536)
                                except OSError: pass
                        time.sleep(60)
                time.sleep(60)
                """,
                a -> a.endedBy(Ending.OUT_OF_MEMORY))
            .patient(),
        Attack.python(
            "memory in sockets on their way",
            """
            one, other = socket.socketpair()
            try: socket.send_fds(one, [b"x"], [0]); escaped()
            except OSError as e: print(e)
            must_fail(46, one.fileno(), 0, 0)
            must_fail(307, one.fileno(), 0, 0, 0)
            """),
        Attack.python(
            "memory in the buffers of pipes",
            """
            import fcntl
            one, other = os.pipe()
            try: fcntl.fcntl(other, 1031, 1 << 20); escaped()
            except OSError as e: print(e)
            """),
        Attack.javascript(
                "memory in tables of pages",
                """
                const python = `
                import mmap, time
                size, kept, n = 256 << 20, [], 0
                try:
                    while True:
                        m = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
                        kept.append(m)
                        for at in range(0, size, 2 << 20): n += m[at]
                except OSError: time.sleep(30)
                `;
                const { spawn } = require('child_process');
                for (let i = 0; i < 6; i++)
                    spawn('/usr/bin/python3', ['-c', python], { stdio: 'inherit' });
                setTimeout(() => { console.log('still there'); process.exit(0); }, 15000);
                """,
                a -> {
                  assertThat(a.result().succeeded()).as(a.result().toString()).isFalse();
                  a.endedBy(Ending.OUT_OF_MEMORY, Ending.EXITED, Ending.CPU_LIMIT);
                })
            .patient(),
        Attack.python(
            "memory in a file without a name", "must_fail(319, b'x', 0)\nmust_fail(447, 0)"),
        Attack.python(
            "memory in segments of System V, which no process answers for",
            "must_fail(29, 0, 1 << 30, 0o1777)\nmust_fail(68, 0, 0o1777)\nmust_fail(64, 0, 5, 0o1777)"),
        Attack.python(
            "disk bomb in the work folder", fill("/work"), Bombs::filledNoMoreThanTheDisk),
        Attack.python("disk bomb in /tmp", fill("/tmp"), Bombs::filledNoMoreThanTheDisk),
        Attack.python("disk bomb in /dev", fill("/dev"), Bombs::filledNoMoreThanTheDisk),
        Attack.python("disk bomb in /dev/shm", fill("/dev/shm"), Bombs::filledNoMoreThanTheDisk),
        Attack.python(
            "disk bomb wherever one can write",
            """
            for folder, _, _ in os.walk("/"):
                if folder.startswith(("/proc", "/work", "/tmp", "/dev/shm")): continue
                try:
                    open(folder + "/bomb", "w").write("x")
                    print(folder); escaped()
                except OSError: pass
            """),
        Attack.python(
            "inode bomb",
            """
            n = 0
            try:
                while True: open(f"/work/{n}", "w").close(); n += 1
            except OSError: print(n)
            """,
            a -> {
              if (a.result().ending() == Ending.EXITED) {
                assertThat(a.number()).isLessThanOrEqualTo(256);
              } else {
                a.endedBy(Ending.DISK_LIMIT);
              }
              assertThat(a.files()).hasSizeLessThanOrEqualTo(256);
            }),
        Attack.python(
            "one file beyond the limit",
            """
            try:
                with open("/work/large", "wb") as f:
                    for _ in range(8): f.write(b"x" * (1 << 20)); f.flush()
                escaped()
            except OSError as e: print(e)
            """),
        Attack.python(
            "files full of holes",
            """
            for i in range(200):
                with open(f"/work/{i}", "wb") as f:
                    try: f.truncate(4 << 20)
                    except OSError: pass
            """,
            a ->
                assertThat(a.files().values().stream().mapToLong(f -> f.length).sum())
                    .isLessThanOrEqualTo(Attack.LIMITS.diskBytes())),
        Attack.python(
            "blocks beyond the size of files",
            """
            for i in range(40):
                with open(f"/work/{i}", "wb") as f: must_fail(285, f.fileno(), 1, 0, 4 << 20)
            """),
        Attack.python(
            "files that have lost their names",
            """
            kept, n = [], 0
            try:
                for i in range(30):
                    f = open("/work/x", "wb", buffering=0); kept.append(f); os.unlink("/work/x")
                    for _ in range(3): n += f.write(b"x" * (1 << 20))
                time.sleep(1)
            except OSError: pass
            print(n)
            """,
            Bombs::filledNoMoreThanTheDisk),
        Attack.python(
            "files that are mapped and have neither name nor descriptor",
            """
            import mmap
            kept, n = [], 0
            try:
                for i in range(30):
                    with open("/work/x", "w+b", buffering=0) as f:
                        for _ in range(3): n += f.write(b"x" * (1 << 20))
                        m = libc.mmap(None, 4096, 1, 1, f.fileno(), 0)
                    os.unlink("/work/x")
                time.sleep(1)
            except OSError: pass
            print(n)
            """,
            Bombs::filledNoMoreThanTheDisk),
        Attack.shell("flood of stdout", "yes", Bombs::saidNoMoreThanTheLimit),
        Attack.shell("flood of stderr", "yes >&2", Bombs::saidNoMoreThanTheLimit),
        Attack.python(
            "one line without an end",
            "while True: sys.stdout.write('x' * 100000)",
            Bombs::saidNoMoreThanTheLimit),
        Attack.shell("binary output", "cat /dev/urandom", Bombs::saidNoMoreThanTheLimit),
        Attack.shell("zeros for output", "cat /dev/zero", Bombs::saidNoMoreThanTheLimit),
        Attack.python(
            "processors burnt by several processes",
            """
            for _ in range(3): os.fork()
            while True: pass
            """,
            a -> a.endedBy(Ending.CPU_LIMIT, Ending.TIMED_OUT)),
        Attack.python(
                "processors burnt by children nobody waits for",
                """
                signal.signal(signal.SIGCHLD, signal.SIG_IGN)
                for _ in range(15):
                    if os.fork() == 0:
                        end = time.process_time() + 0.3
                        while time.process_time() < end: pass
                        os._exit(0)
                    try: os.wait()
                    except OSError: pass
                """,
                a -> a.endedBy(Ending.CPU_LIMIT))
            .patient(),
        Attack.shell("sleeping for ever", "sleep 1000", a -> a.endedBy(Ending.TIMED_OUT)),
        Attack.python(
            "arguments without an end",
            """
            try:
                os.execv("/bin/true", ["true"] + ["x" * 100000] * 300)
                escaped()
            except OSError as e: print(e)
            """),
        Attack.python(
            "raising one's own limits",
            """
            import resource
            for limit in (resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_DATA):
                try: resource.setrlimit(limit, (resource.RLIM_INFINITY,) * 2); escaped()
                except (ValueError, OSError) as e: print(e)
            """));
  }

  private static String fill(String folder) {
    return """
    n = 0
    try:
        for i in range(100):
            with open("%s/" + str(i), "wb", buffering=0) as f:
                for _ in range(3): n += f.write(b"x" * (1 << 20))
    except OSError: pass
    print(n)
    """
        .formatted(folder);
  }

  private static void filledNoMoreThanTheDisk(Aftermath a) {
    if (a.result().ending() == Ending.EXITED) {
      assertThat(a.number()).isLessThanOrEqualTo(Attack.LIMITS.diskBytes());
    } else {
      a.endedBy(Ending.DISK_LIMIT, Ending.OUT_OF_MEMORY);
    }
  }

  private static void saidNoMoreThanTheLimit(Aftermath a) {
    a.endedBy(Ending.OUTPUT_LIMIT);
    String said = a.result().stdout() + a.result().stderr();
    assertThat(said.length()).isLessThanOrEqualTo((int) Attack.LIMITS.outputBytes());
    assertThat(said).doesNotContain("\0");
    assertThat(new String(said.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .hasSize(said.length());
  }
}
