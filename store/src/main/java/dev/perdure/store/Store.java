package dev.perdure.store;

import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.port.TenantStore;

/** All storage ports over one database. */
public record Store(
    TenantStore tenants,
    AgentStore agents,
    SessionStore sessions,
    RunStore runs,
    StepStore steps,
    EventStore events,
    RunRecovery recovery) {}
