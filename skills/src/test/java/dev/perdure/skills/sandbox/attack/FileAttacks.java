package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Leave files that are not what they seem. */
final class FileAttacks {

  private FileAttacks() {}

  static List<Attack> all(Traps traps) {
    return List.of(
        Attack.shell(
            "links to the host's files in the output",
            """
            ln -s /etc/shadow a; ln -s %s b; ln -s ../../../../../../etc/passwd c
            ln -s / d; ln -s /proc/self/environ e; echo fine > fine
            """
                .formatted(traps.canary()),
            a -> assertThat(a.files()).containsOnlyKeys("fine")),
        Attack.shell(
            "a folder that turns into a link",
            "mkdir x; echo y > x/passwd; (while :; do mv x z; ln -s /etc x; rm x; mv z x; done) &"
                + " sleep 0.3",
            a ->
                a.files()
                    .values()
                    .forEach(
                        f -> assertThat(new String(f, StandardCharsets.UTF_8)).isEqualTo("y\n"))),
        Attack.shell(
            "hard links",
            "ln /etc/passwd a; ln /usr/bin/python3 b; ln /code/program c; echo fine > d; ln d e;"
                + " true",
            a -> assertThat(a.files()).hasSize(1)),
        Attack.python(
            "names that lead elsewhere",
            """
            for name in (b"a\\nb", b"a\\\\..\\\\b", b"..\\xc0\\xaf", b"\\xff\\xfe", b"...", b"-rf", b"a\\x1b[2J",
                         b"..%2f..%2fetc", b"C:evil", b"~root"):
                open(b"/work/" + name, "w").write("x")
            """,
            a ->
                a.files()
                    .keySet()
                    .forEach(path ->
                        assertThat(path).doesNotContain("/").isNotEqualTo("..").isNotEmpty())),
        Attack.python(
            "folders without a bottom",
            """
            for i in range(240):
                name = "d" * 200
                os.mkdir(name); os.chdir(name)
            open("bottom", "w").write("x")
            """,
            a -> assertThat(a.files()).isEmpty()),
        Attack.python(
            "devices and pipes in the output",
            """
            os.mkfifo("/work/pipe")
            for i, (major, minor) in enumerate(((1, 1), (8, 0), (254, 0), (1, 5))):
                try: os.mknod(f"/work/dev{i}", 0o20666, os.makedev(major, minor)); escaped()
                except OSError as e: print(e)
                try: os.mknod(f"/work/blk{i}", 0o60666, os.makedev(major, minor)); escaped()
                except OSError as e: print(e)
            """,
            a -> assertThat(a.files()).isEmpty()),
        Attack.shell(
            "a file that grows while it is collected",
            "(while :; do echo growing >> grows; done) & disown; sleep 0.1; exit 0",
            a -> {
              a.exited();
              assertThat(a.files()).containsOnlyKeys("grows");
            }),
        Attack.shell(
            "files nobody may read",
            "mkdir -m 0 locked; echo x > secret; chmod 0 secret; chmod 4777 . ; true",
            Aftermath::exited),
        Attack.python(
            "a program of the output with the rights of its owner",
            "open('s','w').write('x')\ntry: os.chmod('s', 0o6777)\nexcept OSError: pass",
            Aftermath::exited));
  }
}
