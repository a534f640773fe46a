package dev.perdure.core.workspace;

/**
 * What a session's files take. Old versions and the trash count; a content that several versions
 * have counts once.
 *
 * @param bytes what is stored
 * @param files how many files, with those in the trash
 * @param trashed how many of them are in the trash
 * @param mostBytes what may be stored
 * @param mostFiles how many files there may be
 * @param mostFileBytes how large a file may be
 */
public record WorkspaceUsage(
    long bytes, int files, int trashed, long mostBytes, int mostFiles, long mostFileBytes) {}
