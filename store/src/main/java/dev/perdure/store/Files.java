package dev.perdure.store;

import dev.perdure.core.port.FileUpkeep;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.port.Workspaces;

/** The storage ports for the files of sessions. */
public record Files(WorkspaceStore store, Workspaces workspaces, FileUpkeep upkeep) {}
