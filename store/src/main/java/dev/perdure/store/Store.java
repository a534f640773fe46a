package dev.perdure.store;

import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.ApiKeyStore;
import dev.perdure.core.port.ArtifactStore;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.ConsoleSessions;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.port.EffectStore;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.port.Identities;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.InvitationStore;
import dev.perdure.core.port.OrganizationStore;
import dev.perdure.core.port.OutboundRuleStore;
import dev.perdure.core.port.QuotaStore;
import dev.perdure.core.port.RoleStore;
import dev.perdure.core.port.RunForks;
import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.SigningKeys;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.port.TenantStore;
import dev.perdure.core.port.TokenUsers;
import dev.perdure.core.port.UserStore;

/** All storage ports over one database. */
public record Store(
    TenantStore tenants,
    Identities identities,
    ConsoleSessions consoleSessions,
    TokenUsers tokenUsers,
    SigningKeys signingKeys,
    AgentStore agents,
    SessionStore sessions,
    RunStore runs,
    RunForks forks,
    CommandStore commands,
    InterruptStore interrupts,
    StepStore steps,
    EventStore events,
    RunRecovery recovery,
    EffectStore effects,
    BudgetStore budgets,
    DelegationStore delegations,
    ArtifactStore artifacts,
    AuditLog audit,
    ApiKeyStore keys,
    UserStore users,
    InvitationStore invitations,
    RoleStore roles,
    OrganizationStore organizations,
    OutboundRuleStore outboundRules,
    QuotaStore quotas) {}
