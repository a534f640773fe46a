package dev.perdure.skills.sandbox.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies open on the host for whoever gets there: a file, and listeners that must hear nothing.
 */
final class Traps implements AutoCloseable {

  static final String SECRET = "what-only-the-host-knows";

  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final Path folder;
  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private final DatagramChannel datagrams;
  private final int port;

  Traps() throws IOException {
    folder = Files.createTempDirectory("perdure-traps-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(canary(), SECRET);
    Files.setPosixFilePermissions(canary(), PosixFilePermissions.fromString("rw-rw-rw-"));
    ServerSocketChannel first = ServerSocketChannel.open();
    first.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    port = ((InetSocketAddress) first.getLocalAddress()).getPort();
    listeners.add(first);
    listeners.add(
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getByAddress(IPV6_LOOPBACK), port)));
    listeners.add(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(path())));
    datagrams =
        DatagramChannel.open()
            .bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    datagrams.configureBlocking(false);
    for (ServerSocketChannel listener : listeners) {
      listener.configureBlocking(false);
    }
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  Path canary() {
    return folder.resolve("canary");
  }

  Path path() {
    return folder.resolve("socket");
  }

  int port() {
    return port;
  }

  /** Whether somebody came, or changed the file. */
  boolean sprung() throws IOException {
    for (ServerSocketChannel listener : listeners) {
      if (listener.accept() != null) {
        return true;
      }
    }
    return datagrams.receive(ByteBuffer.allocate(10)) != null
        || !Files.readString(canary()).equals(SECRET)
        || folder.toFile().list().length != 2;
  }

  @Override
  public void close() throws IOException {
    for (ServerSocketChannel listener : listeners) {
      listener.close();
    }
    datagrams.close();
    Files.deleteIfExists(path());
    Files.deleteIfExists(canary());
    Files.deleteIfExists(folder);
  }
}
