package dev.perdure.api.body;

import java.util.List;

/** All commands of a run, oldest first. */
public record CommandsBody(List<CommandBody> items) {
  public CommandsBody {
    items = List.copyOf(items);
  }
}
