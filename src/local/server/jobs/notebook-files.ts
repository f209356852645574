import type { FileStore } from "../files/file-store.ts";

/** Where notebooks lie. */
export type NotebookFiles = {
  /**
   * The path on disk of the notebook at a workspace path, with or without the `/Workspace` prefix; null when none is there.
   * @throws ApiError 400 for what is no path
   */
  notebook(workspacePath: string): Promise<string | null>;
};

/** The notebooks among the workspace's files. */
export function notebooksIn(files: Pick<FileStore, "status" | "diskPath">): NotebookFiles {
  return {
    notebook: async (path) =>
      await Promise.resolve(files.status(path)?.kind === "NOTEBOOK" ? files.diskPath(path) : null),
  };
}
