package dev.perdure.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.resources.AgentVersionsResource;
import dev.perdure.api.resources.AgentYamlResource;
import dev.perdure.api.resources.AgentsResource;
import dev.perdure.api.resources.ApprovalsResource;
import dev.perdure.api.resources.CatalogResource;
import dev.perdure.api.resources.EventsResource;
import dev.perdure.api.resources.FileHistoryResource;
import dev.perdure.api.resources.FilesResource;
import dev.perdure.api.resources.LogsResource;
import dev.perdure.api.resources.RunCommandsResource;
import dev.perdure.api.resources.RunForksResource;
import dev.perdure.api.resources.RunRecordsResource;
import dev.perdure.api.resources.RunsResource;
import dev.perdure.api.resources.SessionRunsResource;
import dev.perdure.api.resources.SessionsResource;
import dev.perdure.api.resources.TranscriptResource;
import dev.perdure.api.service.AgentService;
import dev.perdure.api.service.CatalogService;
import dev.perdure.api.service.CommandService;
import dev.perdure.api.service.FileService;
import dev.perdure.api.service.ForkService;
import dev.perdure.api.service.InboxService;
import dev.perdure.api.service.LogService;
import dev.perdure.api.service.RecordService;
import dev.perdure.api.service.RunService;
import dev.perdure.api.service.RunWatch;
import dev.perdure.api.service.SessionService;
import dev.perdure.api.service.Telling;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.store.Store;
import java.util.List;
import java.util.function.BiFunction;

/** The routes to agents, sessions, and their runs. */
final class RunRoutes {

  private RunRoutes() {}

  /**
   * All of them.
   *
   * @param events the route to what happens, made of the services it asks
   */
  static List<Object> of(
      PerdureConfiguration configuration,
      Wiring wiring,
      ObjectMapper mapper,
      Telling telling,
      CommandService commands,
      BiFunction<RunService, SessionService, EventsResource> events) {
    Store store = wiring.store;
    AgentService agents =
        new AgentService(store.agents(), wiring.models, wiring.skills, new StrictJsonSchemas());
    SessionService sessions = new SessionService(store.sessions(), store.events(), store.agents());
    RunService runs =
        new RunService(
            store.runs(),
            store.interrupts(),
            store.agents(),
            telling,
            new RunWatch(wiring.redis.subscriber()),
            wiring.checkpoints,
            wiring.files.store(),
            mapper);
    FileService files = new FileService(wiring.files.store());
    return List.of(
        new AgentsResource(agents),
        new AgentVersionsResource(agents),
        new AgentYamlResource(agents),
        new SessionsResource(sessions),
        new TranscriptResource(sessions),
        new RunsResource(runs, configuration.api().maxWaitDuration()),
        new SessionRunsResource(runs, sessions),
        new RunCommandsResource(commands),
        new ApprovalsResource(
            new InboxService(
                store.interrupts(), store.runs(), store.sessions(), ServerRole.askedTools(wiring)),
            commands),
        new RunForksResource(new ForkService(store.runs(), store.forks(), telling, mapper)),
        new FilesResource(files),
        new FileHistoryResource(files),
        new RunRecordsResource(new RecordService(store.runs(), store.effects(), store.artifacts())),
        events.apply(runs, sessions),
        new LogsResource(new LogService(store.events(), store.sessions(), store.runs())),
        new CatalogResource(new CatalogService(wiring.models, wiring.models.providers())));
  }
}
