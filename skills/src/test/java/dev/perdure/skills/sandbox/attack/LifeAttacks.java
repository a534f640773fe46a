package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.sandbox.SandboxResult.Ending;
import java.time.Duration;
import java.util.List;

/** Live on, or end what should live on. */
final class LifeAttacks {

  private LifeAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.python(
            "deaf to signals",
            """
            for s in range(1, 65):
                try: signal.signal(s, signal.SIG_IGN)
                except (OSError, ValueError): pass
            while True: time.sleep(1)
            """,
            a -> a.endedBy(Ending.TIMED_OUT)),
        Attack.python(
            "deaf to signals and busy",
            """
            for s in range(1, 65):
                try: signal.signal(s, signal.SIG_IGN)
                except (OSError, ValueError): pass
            while True: pass
            """,
            a -> a.endedBy(Ending.CPU_LIMIT, Ending.TIMED_OUT)),
        Attack.python(
            "orphans in sessions of their own",
            """
            for _ in range(5):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        os.setsid()
                        for fd in (0, 1, 2): os.close(fd)
                        time.sleep(1000)
                    os._exit(0)
            """,
            a -> {
              a.exited();
              assertThat(a.took()).isLessThan(Duration.ofSeconds(3));
            }),
        Attack.shell(
            "children that keep stdout",
            "sleep 1000 & echo done",
            a -> {
              a.exited();
              a.said("done");
              assertThat(a.took()).isLessThan(Duration.ofSeconds(3));
            }),
        Attack.shell(
            "a child that forks whenever it is killed",
            "live() { trap '' TERM INT HUP; while :; do (sleep 0.01; exit) & sleep 0.01; done; };"
                + " live & live & disown -a; exit 0",
            Aftermath::exited),
        Attack.python(
            "killing the first process, and all",
            """
            for target in (1, -1, 0):
                try: os.kill(target, signal.SIGKILL)
                except OSError as e: print(e)
            """,
            a -> a.endedBy(Ending.EXITED, Ending.KILLED)),
        Attack.python(
            "killing whatever has a number",
            """
            mine = os.getpid()
            for pid in range(2, 70000):
                if pid == mine: continue
                try: os.kill(pid, signal.SIGKILL)
                except OSError: pass
            """,
            a -> a.endedBy(Ending.EXITED, Ending.KILLED)),
        Attack.python(
            "freezing one's parents",
            """
            for pid in (os.getppid(), 1):
                try: os.kill(pid, signal.SIGSTOP)
                except OSError as e: print(e)
            time.sleep(0.2)
            """));
  }
}
