package dev.perdure.devstack.fetch;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Home;
import java.util.List;
import java.util.function.Consumer;

/** Schemathesis, which tries an API against its own description. */
public final class Schemathesis {

  private static final PythonTool.Wanted WANTED =
      new PythonTool.Wanted(
          "Schemathesis", "schemathesis", "schemathesis.cli", 10, "The tests of the API");

  private final PythonTool tool;

  /**
   * @param progress told what takes longer than a second
   */
  public Schemathesis(Home home, Consumer<String> progress) {
    this.tool = new PythonTool(home, progress, WANTED);
  }

  Schemathesis(Home home, Consumer<String> progress, List<String> pythons) {
    this.tool = new PythonTool(home, progress, WANTED, pythons);
  }

  /**
   * The beginning of a command line that runs it, installed first where it is not.
   *
   * @throws DevStackException when it can't be, with what to do
   */
  public List<String> command() throws InterruptedException {
    return tool.command();
  }
}
