package dev.perdure.api.body;

import java.util.List;

/** Files that were changed together, or the versions of one. */
public record FilesBody(List<FileBody> items) {
  public FilesBody {
    items = List.copyOf(items);
  }
}
