package dev.perdure.skills.builtin.data.table;

import java.time.Duration;

/**
 * What one query may take, and how many run at once.
 *
 * @param time from the start of its process to the last row
 * @param memoryMb what DuckDB may use, in MiB; its process may take about half a gigabyte besides
 * @param spillMb what it may put on the disk while it works, in MiB
 * @param inputMb the size of the files of one call together, in MiB
 * @param rows kept of a result
 * @param resultKb kept of a result, as JSON, in KiB
 * @param concurrent queries that run at once on one worker; more wait
 */
public record QueryLimits(
    Duration time, int memoryMb, int spillMb, int inputMb, int rows, int resultKb, int concurrent) {

  /** 30 seconds, 512 MiB, 1 GiB on the disk, 256 MiB of files, 5000 rows, 2 MiB, 2 at once. */
  public static final QueryLimits DEFAULT =
      new QueryLimits(Duration.ofSeconds(30), 512, 1024, 256, 5_000, 2_048, 2);

  public QueryLimits {
    if (!time.isPositive()) {
      throw new IllegalArgumentException("the time of a query must be positive");
    }
    if (memoryMb < 64 || spillMb < 0 || inputMb < 1) {
      throw new IllegalArgumentException("a query needs 64 MiB of memory and 1 MiB of files");
    }
    if (rows < 1 || resultKb < 1 || concurrent < 1) {
      throw new IllegalArgumentException("rows, size and number of queries must be positive");
    }
  }

  /** The size of the files of one call together, in bytes. */
  public long inputBytes() {
    return inputMb * 1024L * 1024;
  }

  /** What is kept of a result, in bytes. */
  public long resultBytes() {
    return resultKb * 1024L;
  }
}
