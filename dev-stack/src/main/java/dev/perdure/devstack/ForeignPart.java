package dev.perdure.devstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** A server that someone else runs, named by an environment variable. */
record ForeignPart(String name, String host, int port, String variable) implements Part {

  @Override
  public boolean isOwn() {
    return false;
  }

  @Override
  public boolean answers(Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean isAlive() {
    return true;
  }

  @Override
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    Thread.sleep(limit);
    return false;
  }

  @Override
  public long pid() {
    return 0;
  }

  @Override
  public Path log() {
    return Path.of("/dev/null");
  }

  @Override
  public void start() {
    if (!answers(Duration.ofSeconds(5))) {
      throw new DevStackException(
          "Nothing answers at %s:%d, which %s names. Start that server or unset the variable."
              .formatted(host, port, variable));
    }
  }

  @Override
  public void stop() {
    // It goes on: it is not ours.
  }

  @Override
  public void kill() {
    throw notOurs();
  }

  @Override
  public void suspend() {
    throw notOurs();
  }

  @Override
  public void resume() {
    throw notOurs();
  }

  private IllegalStateException notOurs() {
    return new IllegalStateException(name + " is not ours to stop: " + variable + " is set");
  }
}
