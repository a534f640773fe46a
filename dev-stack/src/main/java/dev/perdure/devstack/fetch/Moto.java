package dev.perdure.devstack.fetch;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Home;
import java.util.List;
import java.util.function.Consumer;

/** Moto's server, which answers as Amazon S3 does, from memory. */
public final class Moto {

  private static final PythonTool.Wanted WANTED =
      new PythonTool.Wanted("Moto", "moto", "moto.server", 40, "The tests of files");

  private final PythonTool tool;

  /**
   * @param progress told what takes longer than a second
   */
  public Moto(Home home, Consumer<String> progress) {
    this.tool = new PythonTool(home, progress, WANTED);
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
