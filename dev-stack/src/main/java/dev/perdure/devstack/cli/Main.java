package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import java.util.List;

/** The entry point that {@code ./perdure} calls with the name of a command. */
public final class Main {

  private Main() {}

  /** Ends the JVM with 0 when it went well, 1 when it did not, 2 when it was called wrongly. */
  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  @SuppressWarnings("SystemOut") // This is a command line program.
  private static int run(List<String> args) {
    try {
      return dispatch(args);
    } catch (DevStackException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static int dispatch(List<String> args) throws InterruptedException {
    Workspace workspace = Workspace.find();
    List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
    return switch (args.isEmpty() ? "" : args.getFirst()) {
      case "supervise" -> new SuperviseCommand(workspace).run();
      case "up" -> new UpCommand(workspace, Terminal.standard()).run();
      case "down" -> new DownCommand(workspace, Terminal.standard()).run();
      case "status" -> new StatusCommand(workspace, Terminal.standard()).run();
      case "logs" -> new LogsCommand(workspace, Terminal.standard()).run(rest);
      case "run" -> new RunCommand(workspace, Terminal.standard()).run(rest);
      case "test" -> new TestCommand(workspace, Terminal.standard()).run(rest);
      default -> throw new DevStackException("Call this through ./perdure.");
    };
  }
}
