package dev.perdure.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.problem.JettyProblems;
import dev.perdure.api.stream.StreamHub;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * At the start gives Jetty's own errors our shape; at the stop lets go of event streams first,
 * since Jetty waits for requests to end.
 */
final class ServerEvents implements LifeCycle.Listener {

  private final ObjectMapper mapper;
  private final StreamHub hub;

  ServerEvents(ObjectMapper mapper, StreamHub hub) {
    this.mapper = mapper;
    this.hub = hub;
  }

  @Override
  public void lifeCycleStarting(LifeCycle event) {
    if (event instanceof Server server) {
      server.setErrorHandler(new JettyProblems(mapper));
    }
  }

  @Override
  public void lifeCycleStopping(LifeCycle event) {
    if (event instanceof Server) {
      hub.close();
    }
  }
}
