package dev.perdure.api.tls;

import dev.perdure.security.tls.ClientTls;
import dev.perdure.security.tls.KeyFiles;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Stands before a server that speaks no TLS. It wants a certificate of its CA from every client.
 */
public final class TlsProxy implements Closeable {

  /** How a protocol comes to TLS. */
  public enum Kind {
    /** At once. */
    PLAIN,
    /** At once, and HTTP/2 is agreed on. */
    GRPC,
    /** After a request in the clear. */
    POSTGRES
  }

  private static final int POSTGRES_SSL_REQUEST = 80877103;

  private final ServerSocket listening;
  private final SSLContext context;
  private final InetSocketAddress target;
  private final Kind kind;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger served = new AtomicInteger();

  private TlsProxy(TestCa ca, InetSocketAddress target, Kind kind) throws IOException {
    TestCa.Issued issued = ca.issue("proxy-" + kind);
    this.context =
        new ClientTls(ca.certificate(), new KeyFiles(issued.certificate(), issued.key())).context();
    this.target = target;
    this.kind = kind;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  public static TlsProxy start(TestCa ca, String host, int port, Kind kind) throws IOException {
    TlsProxy proxy = new TlsProxy(ca, new InetSocketAddress(host, port), kind);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections got through. */
  public int served() {
    return served.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(target.getAddress(), target.getPort())) {
      open.add(server);
      if (kind == Kind.POSTGRES && !postgresAgrees(client)) {
        return;
      }
      SSLSocket safe =
          (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
      safe.setUseClientMode(false);
      SSLParameters parameters = safe.getSSLParameters();
      parameters.setNeedClientAuth(true);
      if (kind == Kind.GRPC) {
        parameters.setApplicationProtocols(new String[] {"h2"});
      }
      safe.setSSLParameters(parameters);
      safe.startHandshake();
      served.incrementAndGet();
      Thread back = Thread.ofVirtual().start(() -> copy(server, safe));
      copy(safe, server);
      back.join();
    } catch (IOException _) {
      // The client was refused, or one of both is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean postgresAgrees(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    if (in.readInt() != 8 || in.readInt() != POSTGRES_SSL_REQUEST) {
      return false;
    }
    client.getOutputStream().write('S');
    return true;
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException _) {
      // One of both is gone.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
