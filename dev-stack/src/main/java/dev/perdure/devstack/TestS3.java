package dev.perdure.devstack;

import dev.perdure.devstack.fetch.Moto;
import dev.perdure.devstack.process.ManagedProcess;
import dev.perdure.devstack.process.Ports;
import dev.perdure.devstack.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that speaks Amazon's S3 protocol, for one test. It ends with this JVM. */
public final class TestS3 implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ManagedProcess process;
  private final int port;

  private TestS3(ManagedProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one, installed first where it is not.
   *
   * @param folder for its log
   */
  public static TestS3 start(Path folder) throws InterruptedException {
    int port = Ports.free();
    List<String> command = new ArrayList<>(new Moto(Home.find(), System.out::println).command());
    command.addAll(List.of("-H", "127.0.0.1", "-p", Integer.toString(port)));
    ManagedProcess process =
        ManagedProcess.start(
            ProcessSpec.of("s3", command, Map.of(), folder, folder.resolve("s3.log")));
    TestS3 server = new TestS3(process, port);
    server.awaitReady(folder);
    return server;
  }

  private void awaitReady(Path folder) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Ports.accepts(port, 200)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new DevStackException("The S3 server did not start; see " + folder + "/s3.log");
      }
      Thread.sleep(50);
    }
  }

  /** Its address. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Stops it where it is: requests come to no answer. */
  public void suspend() {
    process.suspend();
  }

  public void resume() {
    process.resume();
  }

  @Override
  public void close() {
    process.kill();
  }
}
