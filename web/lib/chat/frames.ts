/**
 * Runs a task once per animation frame however often it is asked for. A hidden tab gets no frames,
 * so a timer stands in.
 */
export class FrameBatch {
  private scheduled = false;
  private readonly task: () => void;

  constructor(task: () => void) {
    this.task = task;
  }

  request(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const run = () => {
      if (!this.scheduled) return;
      this.scheduled = false;
      clearTimeout(timer);
      this.task();
    };
    const timer = setTimeout(run, 250);
    if (typeof requestAnimationFrame === "function") requestAnimationFrame(run);
  }
}
