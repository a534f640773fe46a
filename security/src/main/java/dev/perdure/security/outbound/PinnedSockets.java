package dev.perdure.security.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the addresses that were checked and to no others, whatever a name stands for by now.
 */
final class PinnedSockets implements DnsResolver, DetachedSocketFactory {

  private final String host;
  private final List<InetAddress> addresses;
  private final Deadline deadline;

  PinnedSockets(String host, List<InetAddress> addresses, Deadline deadline) {
    this.host = host;
    this.addresses = List.copyOf(addresses);
    this.deadline = deadline;
  }

  @Override
  public InetAddress[] resolve(String name) throws UnknownHostException {
    if (!name.equals(host)) {
      throw new UnknownHostException(name);
    }
    return addresses.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String name) {
    return name;
  }

  @Override
  public Socket create(@Nullable Proxy proxy) throws IOException {
    Socket socket = new PinnedSocket();
    deadline.guard(socket);
    return socket;
  }

  /** The last guard: refuses to connect to what was not checked; takes no proxy of the machine. */
  private final class PinnedSocket extends Socket {

    PinnedSocket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress address)
          || !addresses.contains(address.getAddress())) {
        throw new IOException("an address that was not checked");
      }
      super.connect(endpoint, timeout);
      deadline.connected();
    }
  }
}
