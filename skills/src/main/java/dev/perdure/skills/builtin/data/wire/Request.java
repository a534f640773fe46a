package dev.perdure.skills.builtin.data.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** What a process is asked to do. Written to its standard input, so that no list shows it. */
public sealed interface Request {

  Bounds bounds();

  /**
   * A query over files.
   *
   * @param folder the process's own: {@code files}, {@code spill} and {@code out} are in it
   * @param sql empty to be told of the files only
   * @param save the name of the file below {@code out} to write the result to; empty to answer rows
   */
  record OfFiles(Bounds bounds, String folder, List<FileRef> files, String sql, String save)
      implements Request {
    public OfFiles {
      files = List.copyOf(files);
    }
  }

  /**
   * A query of a database.
   *
   * @param sql empty to be told what kind of role this is only
   * @param parameters of {@code sql}; only Perdure's own statements have any
   */
  record OfDatabase(Bounds bounds, Server server, String sql, List<String> parameters)
      implements Request {
    public OfDatabase {
      parameters = List.copyOf(parameters);
    }
  }

  /** Writes it. */
  default void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeBoolean(this instanceof OfFiles);
    bounds().write(out);
    switch (this) {
      case OfFiles files -> {
        out.writeUTF(files.folder());
        out.writeInt(files.files().size());
        for (FileRef file : files.files()) {
          file.write(out);
        }
        out.writeUTF(files.sql());
        out.writeUTF(files.save());
      }
      case OfDatabase database -> {
        database.server().write(out);
        out.writeUTF(database.sql());
        writeAll(out, database.parameters());
      }
    }
    out.flush();
  }

  /** Reads what {@link #write} wrote. */
  static Request read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    boolean ofFiles = in.readBoolean();
    Bounds bounds = Bounds.read(in);
    if (!ofFiles) {
      return new OfDatabase(bounds, Server.read(in), in.readUTF(), readAll(in));
    }
    String folder = in.readUTF();
    int count = in.readInt();
    List<FileRef> files = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      files.add(FileRef.read(in));
    }
    return new OfFiles(bounds, folder, files, in.readUTF(), in.readUTF());
  }

  /** Writes texts of at most 65,535 bytes each. */
  static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  /** Reads what {@link #writeAll} wrote. */
  static List<String> readAll(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
