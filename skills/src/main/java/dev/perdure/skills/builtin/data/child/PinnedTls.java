package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.NonValidatingFactory.NonValidatingTM;

/**
 * TLS with a server whose name the driver does not know, for it connects to an address: the
 * certificate has to bear the name. The driver makes one by its name.
 */
public final class PinnedTls extends SSLSocketFactory {

  static final String HOST = "perdure.host";
  static final String MODE = "perdure.tls";
  static final String CA = "perdure.ca";

  private final String host;
  private final boolean verify;
  private final SSLSocketFactory sockets;

  /** Made by the driver with the properties of the connection. */
  public PinnedTls(Properties properties) throws GeneralSecurityException, IOException {
    this.host = properties.getProperty(HOST);
    this.verify = Tls.valueOf(properties.getProperty(MODE)) == Tls.VERIFY_FULL;
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, verify ? trusted(properties.getProperty(CA)) : anybody(), null);
    this.sockets = context.getSocketFactory();
  }

  @Override
  public Socket createSocket(Socket socket, String address, int port, boolean autoClose)
      throws IOException {
    SSLSocket secured = (SSLSocket) sockets.createSocket(socket, host, port, autoClose);
    if (verify) {
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    return secured;
  }

  private static TrustManager[] anybody() {
    return new TrustManager[] {new NonValidatingTM()};
  }

  /** Null stands for what the machine trusts. */
  private static TrustManager @Nullable [] trusted(String pem)
      throws GeneralSecurityException, IOException {
    if (pem.isBlank()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String name, int port) throws IOException {
    throw unlayered();
  }

  @Override
  public Socket createSocket(String name, int port, InetAddress local, int localPort)
      throws IOException {
    throw unlayered();
  }

  @Override
  public Socket createSocket(InetAddress name, int port) throws IOException {
    throw unlayered();
  }

  @Override
  public Socket createSocket(InetAddress name, int port, InetAddress local, int localPort)
      throws IOException {
    throw unlayered();
  }

  private static IOException unlayered() {
    return new IOException("only a connection that is there is secured");
  }
}
