package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.DevStackOptions;
import dev.perdure.devstack.PrivateFiles;
import dev.perdure.devstack.fetch.FileTree;
import java.io.IOException;
import java.nio.file.Path;

/** The one stack of a whole test run, and the file that tells the tests where it is. */
final class TestStackFile implements AutoCloseable {

  /** Names the file to the tests. */
  static final String VARIABLE = "PERDURE_TEST_STACK";

  private final DevStackOptions options;
  private final DevStack stack;
  private final Path file;

  private TestStackFile(DevStackOptions options, DevStack stack, Path file) {
    this.options = options;
    this.stack = stack;
    this.file = file;
  }

  static TestStackFile start() {
    DevStackOptions options = DevStackOptions.forTests();
    DevStack stack = DevStack.start(options);
    Path file = options.data().resolve("addresses.json");
    try {
      PrivateFiles.write(file, new ObjectMapper().writeValueAsString(stack.addresses()));
    } catch (IOException e) {
      stack.close();
      throw new DevStackException("Can't write %s: %s".formatted(file, e.getMessage()), e);
    }
    return new TestStackFile(options, stack, file);
  }

  Path file() {
    return file;
  }

  DevStack stack() {
    return stack;
  }

  /** A folder that is deleted with the stack. */
  Path folder() {
    return options.folder();
  }

  @Override
  public void close() {
    stack.discard();
    FileTree.delete(options.folder());
  }
}
