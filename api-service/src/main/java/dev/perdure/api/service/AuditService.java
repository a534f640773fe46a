package dev.perdure.api.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.body.AuditEntryBody;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Caller;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The audit log, searched and taken out. */
public final class AuditService {

  private static final int EXPORTED_AT_ONCE = 200;

  private final AuditLog log;
  private final ObjectMapper mapper;

  public AuditService(AuditLog log, ObjectMapper mapper) {
    this.log = log;
    this.mapper = mapper;
  }

  public Page<AuditEntryBody> search(Caller caller, AuditFilter filter, PageRequest page) {
    return log.search(caller.orgId(), filter, page).map(AuditEntryBody::of);
  }

  /**
   * All that a search finds, one JSON object a line. It is read page by page, so that a slow client
   * holds no transaction open; the first is read before anything is answered.
   */
  public StreamingOutput export(Caller caller, AuditFilter filter) {
    Page<AuditEntryBody> first = page(caller, filter, null);
    return output -> {
      Page<AuditEntryBody> page = first;
      write(page, output);
      while (page.next() != null) {
        page = page(caller, filter, page.next());
        write(page, output);
      }
    };
  }

  private Page<AuditEntryBody> page(Caller caller, AuditFilter filter, @Nullable String after) {
    return search(caller, filter, new PageRequest(EXPORTED_AT_ONCE, after));
  }

  private void write(Page<AuditEntryBody> page, OutputStream output) throws IOException {
    for (AuditEntryBody entry : page.items()) {
      output.write(mapper.writeValueAsBytes(entry));
      output.write('\n');
    }
  }
}
