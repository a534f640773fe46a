package dev.perdure.skills.builtin.data.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * What a process may take for its query.
 *
 * @param resultBytes of the rows it answers with
 */
public record Bounds(Duration time, int memoryMb, int spillMb, int rows, long resultBytes) {

  void write(DataOutputStream out) throws IOException {
    out.writeLong(time.toMillis());
    out.writeInt(memoryMb);
    out.writeInt(spillMb);
    out.writeInt(rows);
    out.writeLong(resultBytes);
  }

  static Bounds read(DataInputStream in) throws IOException {
    return new Bounds(
        Duration.ofMillis(in.readLong()), in.readInt(), in.readInt(), in.readInt(), in.readLong());
  }
}
