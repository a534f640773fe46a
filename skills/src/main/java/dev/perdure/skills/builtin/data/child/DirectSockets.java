package dev.perdure.skills.builtin.data.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes sockets that take no proxy of the machine. The driver makes one by its name. */
public final class DirectSockets extends SocketFactory {

  @Override
  public Socket createSocket() {
    return new Socket(Proxy.NO_PROXY);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw notConnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw notConnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw notConnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw notConnected();
  }

  private static IOException notConnected() {
    return new IOException("only sockets that are not connected yet are made here");
  }
}
