package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The same, in JavaScript. */
final class JavaScriptAttacks {

  private JavaScriptAttacks() {}

  static List<Attack> all(Traps traps) {
    return List.of(
        Attack.javascript(
                "JavaScript: the host's files",
                """
                for (const f of ['/etc/shadow', '%s', '/proc/1/environ']) {
                  try { console.log(require('fs').readFileSync(f, 'utf8')); } catch (e) { console.log(String(e)); }
                }
                """
                    .formatted(traps.canary()),
                Aftermath::exited)
            .patient(),
        Attack.javascript(
                "JavaScript: the network",
                """
                try {
                  require('net').connect(%d, '127.0.0.1', () => console.log('ESC' + 'APED'))
                      .on('error', e => console.log(String(e)));
                } catch (e) { console.log(String(e)); }
                """
                    .formatted(traps.port()),
                Aftermath::exited)
            .patient(),
        Attack.javascript(
            "JavaScript: memory",
            "const a = []; while (true) a.push(new Array(1e5).fill(Math.random()));",
            a -> assertThat(a.result().succeeded()).isFalse()),
        Attack.javascript(
            "JavaScript: memory outside of the heap",
            """
            const a = [];
            while (true) { const b = new Uint8Array(8 << 20); b.fill(1); a.push(b); }
            """,
            a -> assertThat(a.result().succeeded()).isFalse()),
        Attack.javascript(
            "JavaScript: a loop without an end",
            "while (true) {}",
            a -> assertThat(a.result().succeeded()).isFalse()),
        Attack.javascript(
            "JavaScript: a regular expression without an end",
            "/(a+)+$/.test('a'.repeat(60) + 'b');",
            a -> assertThat(a.result().succeeded()).isFalse()),
        Attack.javascript(
            "JavaScript: output without an end",
            "while (true) console.log('x'.repeat(1000));",
            a -> assertThat(a.result().succeeded()).isFalse()));
  }
}
