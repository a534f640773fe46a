package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a command as a kubelet would, over the channels of a web socket. It tells the end when its
 * output has ended too, for whoever holds that, as containerd does.
 */
final class Execution extends WebSocketListener {

  private final List<String> command;
  private final AtomicLong said;
  private final CompletableFuture<WebSocket> open = new CompletableFuture<>();
  private final CompletableFuture<Process> process = new CompletableFuture<>();

  /**
   * Made for one command.
   *
   * @param said counts the bytes of its output
   */
  Execution(List<String> command, AtomicLong said) {
    this.command = command;
    this.said = said;
  }

  @Override
  public void onOpen(WebSocket socket, Response response) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      FakePod.tellOfTheCluster(builder);
      Process started = builder.start();
      open.complete(socket);
      process.complete(started);
      Thread.ofVirtual().start(() -> tell(started, socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connection ends before the command. */
  void breakOff() {
    var _ = open.thenAccept(socket -> socket.close(1011, "on its way"));
  }

  private void tell(Process process, WebSocket socket) {
    Thread stderr = Thread.ofVirtual().start(() -> pump(process.getErrorStream(), 2, socket));
    pump(process.getInputStream(), 1, socket);
    try {
      stderr.join();
      socket.send(framed(3, status(process.waitFor()).getBytes(StandardCharsets.UTF_8)));
      socket.close(1000, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String status(int code) {
    return code == 0
        ? "{\"metadata\":{},\"status\":\"Success\"}"
        : """
        {"metadata":{},"status":"Failure","reason":"NonZeroExitCode",
         "details":{"causes":[{"reason":"ExitCode","message":"%d"}]}}
        """
            .formatted(code);
  }

  private void pump(InputStream from, int channel, WebSocket socket) {
    byte[] buffer = new byte[4096];
    try {
      int read;
      while ((read = from.read(buffer)) >= 0) {
        byte[] some = new byte[read];
        System.arraycopy(buffer, 0, some, 0, read);
        socket.send(framed(channel, some));
        said.addAndGet(read);
      }
    } catch (IOException e) {
      // It was ended.
    }
  }

  private static byte[] framed(int channel, byte[] bytes) {
    byte[] framed = new byte[bytes.length + 1];
    framed[0] = (byte) channel;
    System.arraycopy(bytes, 0, framed, 1, bytes.length);
    return framed;
  }

  @Override
  public void onMessage(WebSocket socket, byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == 0) {
      try {
        OutputStream to = process.join().getOutputStream();
        to.write(bytes, 1, bytes.length - 1);
        to.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
