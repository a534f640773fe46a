package dev.perdure.memory;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Things to remember and to publish. */
final class Samples {

  private Samples() {}

  static OrgId org() {
    return new OrgId(UUID.randomUUID());
  }

  static RunRef run() {
    return new RunRef(org(), UUID.randomUUID(), UUID.randomUUID());
  }

  static Message message(OrgId orgId, UUID threadId, long seq, ContentPart... parts) {
    UUID run = seq % 2 == 0 ? UUID.randomUUID() : null;
    return new Message(
        orgId,
        UUID.randomUUID(),
        UUID.randomUUID(),
        threadId,
        seq,
        run,
        run == null ? null : run + "/1",
        seq % 2 == 0 ? Role.ASSISTANT : Role.USER,
        List.of(parts),
        Instant.parse("2026-11-22T10:00:00.123456Z"));
  }

  /** Messages with the numbers {@code from} to {@code to}. */
  static List<Message> messages(OrgId orgId, UUID threadId, long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(seq -> message(orgId, threadId, seq, new ContentPart.Text("Grüße 🌍 " + seq)))
        .toList();
  }

  static LoggedEvent event(RunRef run, long pos, RunEvent event) {
    return new LoggedEvent(
        run.orgId(),
        run.sessionId(),
        pos,
        run.runId(),
        run.runId() + "/1",
        1,
        Instant.parse("2026-11-22T10:00:00.123456Z"),
        event);
  }
}
