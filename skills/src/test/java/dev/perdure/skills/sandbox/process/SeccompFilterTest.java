package dev.perdure.skills.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.skills.sandbox.process.SeccompFilter.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the filter as the kernel would, on both processors. */
class SeccompFilterTest {

  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050026;

  private static int answer(byte[] program, int architecture, int call, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(call).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    int loaded = 0;
    int at = 0;
    while (true) {
      int operation = code.getShort(8 * at);
      int ifTrue = code.get(8 * at + 2);
      int ifFalse = code.get(8 * at + 3);
      int operand = code.getInt(8 * at + 4);
      at++;
      switch (operation) {
        case 0x20 -> loaded = data.getInt(operand);
        case 0x15 -> at += loaded == operand ? ifTrue : ifFalse;
        case 0x25 -> at += Integer.compareUnsigned(loaded, operand) > 0 ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(loaded, operand) >= 0 ? ifTrue : ifFalse;
        case 0x45 -> at += (loaded & operand) != 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return operand;
        }
        default -> throw new AssertionError("operation " + operation);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // name, number on x86-64, on arm64, first argument, second, allowed
    "read, 0, 63, 0, 0, true",
    "openat, 257, 56, 0, 0, true",
    "exit_group, 231, 94, 0, 0, true",
    "clone of a process, 56, 220, 17, 0, true",
    "clone of a thread, 56, 220, 0x3d0f00, 0, true",
    "clone into a user namespace, 56, 220, 0x10000011, 0, false",
    "clone into a mount namespace, 56, 220, 0x00020011, 0, false",
    "unshare, 272, 97, 0x10000000, 0, false",
    "socket, 41, 198, 2, 1, false",
    "socket of unix, 41, 198, 1, 1, false",
    "pair of unix sockets, 53, 199, 1, 1, true",
    "pair of inet sockets, 53, 199, 2, 1, false",
    "ptrace, 101, 117, 16, 1, false",
    "memfd_create, 319, 279, 0, 0, false",
    "mount, 165, 40, 0, 0, false",
    "keyctl, 250, 219, 0, 0, false",
    "bpf, 321, 280, 0, 0, false",
    "io_uring_setup, 425, 425, 8, 0, false",
    "userfaultfd, 323, 282, 0, 0, false",
    "personality, 135, 92, 8, 0, false",
    "TIOCSTI, 16, 29, 0, 0x5412, false",
    "TIOCSTI with high bits, 16, 29, 0, 0x100005412, false",
    "TCGETS, 16, 29, 0, 0x5401, true",
    "F_SETOWN, 72, 25, 0, 8, false",
    "F_SETPIPE_SZ, 72, 25, 0, 1031, false",
    "a file's bytes reserved, 285, 47, 3, 0, true",
    "bytes beyond a file's size reserved, 285, 47, 3, 1, false",
    "setsockopt, 54, 208, 3, 1, false",
    "sendmsg, 46, 211, 3, 0, false",
    "sendmmsg, 307, 269, 3, 0, false",
    "F_GETFL, 72, 25, 0, 3, true",
    "one's own limits, 302, 261, 0, 7, true",
    "another's limits, 302, 261, 77, 7, false",
    "one's own priority, 141, 140, 0, 0, true",
    "a user's priority, 141, 140, 2, 0, false",
  })
  void allowsWhatProgramsNeed(
      String name, int x86, int arm, String first, String second, boolean allowed) {
    long[] arguments = {Long.decode(first), Long.decode(second)};
    int expected = allowed ? ALLOW : EPERM;
    assertThat(answer(program(Architecture.X86_64), 0xc000003e, x86, arguments))
        .as(name + " on x86-64")
        .isEqualTo(expected);
    assertThat(answer(program(Architecture.ARM64), 0xc00000b7, arm, arguments))
        .as(name + " on arm64")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void killsAProgramOfAnotherProcessor(Architecture architecture) {
    // i386, and x32 by its numbers.
    assertThat(answer(program(architecture), 0x40000003, 0)).isEqualTo(KILL);
    int here = architecture == Architecture.X86_64 ? 0xc000003e : 0xc00000b7;
    assertThat(answer(program(architecture), here, 0x40000000 + 41, 2)).isEqualTo(ENOSYS);
    assertThat(answer(program(architecture), here, 435)).isEqualTo(ENOSYS);
    assertThat(answer(program(architecture), here, 9999)).isEqualTo(ENOSYS);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsNamedBesides(Architecture architecture) {
    int kill = architecture == Architecture.X86_64 ? 62 : 129;
    int here = architecture == Architecture.X86_64 ? 0xc000003e : 0xc00000b7;
    assertThat(answer(program(architecture), here, kill, 1, 9)).isEqualTo(ALLOW);
    byte[] without = SeccompFilter.program(architecture, Set.of("kill"));
    assertThat(answer(without, here, kill, 1, 9)).isEqualTo(EPERM);
  }

  private static byte[] program(Architecture architecture) {
    return SeccompFilter.program(architecture, Set.of());
  }
}
