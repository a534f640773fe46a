package dev.perdure.skills.builtin.data.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A file that was put into the folder of a query.
 *
 * @param path in the workspace
 * @param staged in the folder: the same, without characters that mean something to DuckDB
 */
public record FileRef(String path, String staged, FileFormat format) {

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(path);
    out.writeUTF(staged);
    out.writeUTF(format.name());
  }

  static FileRef read(DataInputStream in) throws IOException {
    return new FileRef(in.readUTF(), in.readUTF(), FileFormat.valueOf(in.readUTF()));
  }
}
