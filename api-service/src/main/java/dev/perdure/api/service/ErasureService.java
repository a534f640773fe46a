package dev.perdure.api.service;

import dev.perdure.api.body.Confirm;
import dev.perdure.api.body.OrganizationBody;
import dev.perdure.api.body.UserBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Erasures;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts erasures; background tasks go on with them. */
public final class ErasureService {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureService.class);

  private final Erasures erasures;
  private final CommandService commands;

  public ErasureService(Erasures erasures, CommandService commands) {
    this.erasures = erasures;
    this.commands = commands;
  }

  public OrganizationBody organization(Requester by, OrgId orgId, Confirm request) {
    String slug = Checks.required(request.confirm(), "/confirm");
    return OrganizationBody.of(erasures.eraseOrganization(by, orgId, slug));
  }

  public UserBody user(Requester by, UUID id, Confirm request) {
    if (!Checks.required(request.confirm(), "/confirm").equals(id.toString())) {
      throw PerdureException.invalid(
          "confirmation_wrong",
          "To confirm, give the id of the user who is to be erased.",
          "/confirm");
    }
    User user = erasures.eraseUser(by, id);
    for (RunRef run : erasures.unendedRuns(by.orgId(), id)) {
      stop(by, run);
    }
    return UserBody.of(user);
  }

  /** One that does not stop in order is ended later. */
  private void stop(Requester by, RunRef run) {
    try {
      commands.cancel(by.caller(), run.runId(), CancelMode.INTERRUPT, null);
    } catch (PerdureException e) {
      LOG.info("run {} of {} does not stop: {}", run.runId(), run.orgId(), e.error().code());
    }
  }
}
