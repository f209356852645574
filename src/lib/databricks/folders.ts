import { EnhancerError } from "../core/errors.ts";
import type { Http } from "./http.ts";

export type Folders = ReturnType<typeof createFolders>;

/** Folders of the workspace, by their path without the `/Workspace` prefix. */
export function createFolders(http: Http) {
  return {
    /** Whether anything lies at a path. @throws EnhancerError PERMISSION_DENIED where we may not look */
    exists: async (path: string, signal?: AbortSignal): Promise<boolean> => {
      try {
        await http({
          method: "GET",
          path: "/api/2.0/workspace/get-status",
          query: { path },
          route: "folders.read",
          subject: path,
          signal,
        });
        return true;
      } catch (error) {
        if (error instanceof EnhancerError && error.code === "NOT_FOUND") return false;
        throw error;
      }
    },
    /** Makes a folder with those above it; one that is there is left as it is. */
    make: async (path: string, signal?: AbortSignal): Promise<void> => {
      const body = { path };
      const at = "/api/2.0/workspace/mkdirs";
      await http({ method: "POST", path: at, body, route: "folders.make", subject: path, signal, idempotent: true });
    },
  };
}
