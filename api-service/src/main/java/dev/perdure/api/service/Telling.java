package dev.perdure.api.service;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.run.RunRef;
import java.util.List;

/**
 * Tells of what was committed: watchers of its events, workflows of their commands. What is lost
 * here the log, the sweeper and the heartbeat make good.
 */
public final class Telling {

  private final LivePublisher publisher;
  private final RunStarter starter;

  public Telling(LivePublisher publisher, RunStarter starter) {
    this.publisher = publisher;
    this.starter = starter;
  }

  void tell(List<LoggedEvent> events, List<RunRef> ring, List<RunRef> start) {
    publisher.events(events);
    ring.forEach(starter::ring);
    start.forEach(starter::start);
  }
}
