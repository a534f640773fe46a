package dev.perdure.workflows;

/**
 * What came of a tool call. The result itself is in the transcript, never here.
 *
 * @param runEnded whether the run had ended already, so that nothing was done
 */
public record ActResult(boolean runEnded) {}
