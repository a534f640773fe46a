package dev.perdure.store;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.Run;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is cut for a fork: right before a THINK, or right after the THINK that decided the
 * calls of an ACT or a DELEGATE.
 *
 * @param think the THINK whose calls are planned anew; absent when the fork begins with a THINK
 * @param base the messages before; absent when there are none
 */
record ForkPoint(@Nullable Integer think, SessionInserts.@Nullable Base base) {

  private static final String KIND =
      """
      SELECT kind FROM steps
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
      """;

  private static final String THINK_BEFORE =
      """
      SELECT max(number) FROM steps
      WHERE org_id = :org AND run_id = :run AND number < :number AND kind = 'THINK'
        AND status = 'succeeded'
      """;

  /** The last message of the run before a THINK, or the THINK's own. */
  private static final String LAST_SEQ =
      """
      SELECT coalesce(
        (SELECT seq - CASE WHEN :own THEN 0 ELSE 1 END FROM messages
         WHERE org_id = :org AND run_id = :run AND thread_id = :thread AND step_id = :step
           AND role = 'assistant'
         ORDER BY seq LIMIT 1),
        (SELECT max(seq) FROM messages
         WHERE org_id = :org AND run_id = :run AND thread_id = :thread),
        (SELECT max(seq) FROM messages
         WHERE org_id = :org AND thread_id = :thread AND created_at <= :started),
        (SELECT base_seq FROM threads WHERE org_id = :org AND id = :thread),
        0)
      """;

  static ForkPoint of(Handle handle, Transcript transcript, Run run, int number) {
    StepKind kind = kind(handle, run, number).orElseThrow(() -> absent(run, number));
    return switch (kind) {
      case THINK -> new ForkPoint(null, base(handle, transcript, run, number, false));
      case ACT, DELEGATE -> {
        int think = thinkBefore(handle, run, number);
        yield new ForkPoint(think, base(handle, transcript, run, think, true));
      }
      case START, RESPOND, END ->
          throw new PerdureException(
              new PerdureError.NotFound(
                  "step_not_found",
                  "Step "
                      + number
                      + " is a "
                      + kind
                      + ", which has nothing to be done anew. Fork at the step before it."));
    };
  }

  private static Optional<StepKind> kind(Handle handle, Run run, int number) {
    return handle
        .createQuery(KIND)
        .bind("org", run.orgId().value())
        .bind("run", run.id())
        .bind("number", number)
        .map((rs, ctx) -> StepKind.valueOf(rs.getString("kind")))
        .findOne();
  }

  private static PerdureException absent(Run run, int number) {
    return run.status().terminal()
        ? PerdureException.notFound("step", number)
        : PerdureException.conflict(
            "step_not_done",
            "The run has not got to step "
                + number
                + " yet. The run is "
                + run.status().wireName()
                + ".");
  }

  private static int thinkBefore(Handle handle, Run run, int number) {
    return handle
        .createQuery(THINK_BEFORE)
        .bind("org", run.orgId().value())
        .bind("run", run.id())
        .bind("number", number)
        .mapTo(Integer.class)
        .one();
  }

  private static SessionInserts.@Nullable Base base(
      Handle handle, Transcript transcript, Run run, int think, boolean own) {
    long seq =
        handle
            .createQuery(LAST_SEQ)
            .bind("org", run.orgId().value())
            .bind("run", run.id())
            .bind("thread", run.threadId())
            .bind("step", StepRef.of(run.ref(), think).stepId())
            .bind("own", own)
            .bind("started", run.startedAt())
            .mapTo(Long.class)
            .one();
    // The thread that holds the message itself, which may be one that this thread goes on from.
    List<Message> last = transcript.read(handle, run.orgId(), run.threadId(), seq - 1, seq, 1);
    return last.isEmpty()
        ? null
        : new SessionInserts.Base(
            run.sessionId(), last.getFirst().id(), last.getFirst().threadId(), seq);
  }
}
