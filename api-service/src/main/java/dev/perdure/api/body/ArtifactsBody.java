package dev.perdure.api.body;

import java.util.List;

/** All artifacts of a run, oldest first. */
public record ArtifactsBody(List<ArtifactBody> items) {
  public ArtifactsBody {
    items = List.copyOf(items);
  }
}
