package dev.perdure.skills.builtin.data.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * A database and how it is reached.
 *
 * @param host its name, which its certificate must bear
 * @param addresses literal ones that may be reached; nothing is looked up again
 * @param schemas what names without a schema stand for; empty for the role's own
 * @param ca certificates to trust, in PEM; empty for those the machine trusts
 */
public record Server(
    String host,
    List<String> addresses,
    int port,
    String database,
    String user,
    String password,
    List<String> schemas,
    Tls tls,
    String ca) {

  public Server {
    addresses = List.copyOf(addresses);
    schemas = List.copyOf(schemas);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(host);
    Request.writeAll(out, addresses);
    out.writeInt(port);
    out.writeUTF(database);
    out.writeUTF(user);
    out.writeUTF(password);
    Request.writeAll(out, schemas);
    out.writeUTF(tls.name());
    out.writeUTF(ca);
  }

  static Server read(DataInputStream in) throws IOException {
    return new Server(
        in.readUTF(),
        Request.readAll(in),
        in.readInt(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        Request.readAll(in),
        Tls.valueOf(in.readUTF()),
        in.readUTF());
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Server[" + host + ":" + port + "/" + database + "]";
  }
}
