package dev.perdure.skills.sandbox.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes a program of the kernel's classic packet filter, over the data of a system call. */
final class Bpf {

  static final int ALLOW = 0x7fff0000;
  static final int KILL_PROCESS = 0x80000000;
  private static final int ERRNO = 0x00050000;

  private static final int LOAD = 0x20;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_GREATER = 0x25;
  private static final int IF_AT_LEAST = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private final List<Instruction> program = new ArrayList<>();

  private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  static int error(int number) {
    return ERRNO | number;
  }

  /** Loads the number of the call. */
  Bpf loadCall() {
    return add(LOAD, 0, 0, 0);
  }

  Bpf loadArchitecture() {
    return add(LOAD, 0, 0, 4);
  }

  /** Loads the lower half of an argument, which is all the kernel reads of an int. */
  Bpf loadArgument(int index) {
    return add(LOAD, 0, 0, 16 + 8 * index);
  }

  /** Skips as many instructions when what was loaded is that, or is not. */
  Bpf ifEqual(int value, int skipThen, int skipElse) {
    return add(IF_EQUAL, skipThen, skipElse, value);
  }

  Bpf ifGreater(int value, int skipThen, int skipElse) {
    return add(IF_GREATER, skipThen, skipElse, value);
  }

  Bpf ifAtLeast(int value, int skipThen, int skipElse) {
    return add(IF_AT_LEAST, skipThen, skipElse, value);
  }

  Bpf ifAnyBit(int mask, int skipThen, int skipElse) {
    return add(IF_ANY_BIT, skipThen, skipElse, mask);
  }

  Bpf answer(int action) {
    return add(RETURN, 0, 0, action);
  }

  private Bpf add(int code, int ifTrue, int ifFalse, int operand) {
    program.add(new Instruction(code, ifTrue, ifFalse, operand));
    return this;
  }

  /** The program as the kernel reads it: {@code struct sock_filter}s. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction one : program) {
      bytes.putShort((short) one.code());
      bytes.put((byte) one.ifTrue()).put((byte) one.ifFalse()).putInt(one.operand());
    }
    return bytes.array();
  }
}
