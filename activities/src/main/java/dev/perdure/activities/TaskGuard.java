package dev.perdure.activities;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;

/** Stands before every activity, local ones too, and lets {@link OwnRuns} look at its task. */
final class TaskGuard extends WorkerInterceptorBase {

  private final OwnRuns own;

  TaskGuard(OwnRuns own) {
    this.own = own;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Checked(next, own);
  }

  private static final class Checked extends ActivityInboundCallsInterceptorBase {
    private final OwnRuns own;
    private String activity = "an activity";

    Checked(ActivityInboundCallsInterceptor next, OwnRuns own) {
      super(next);
      this.own = own;
    }

    @Override
    public void init(ActivityExecutionContext context) {
      activity = context.getInfo().getActivityType();
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      own.check(activity, input.getArguments());
      return super.execute(input);
    }
  }
}
