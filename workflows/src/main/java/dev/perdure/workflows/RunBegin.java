package dev.perdure.workflows;

/**
 * What came of the workflow's first write.
 *
 * @param running whether the run is running; otherwise there is nothing to do
 * @param maxSteps the most steps it may take
 */
public record RunBegin(boolean running, int maxSteps) {}
