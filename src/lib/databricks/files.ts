import type { Http } from "./http.ts";

export type VolumeFiles = ReturnType<typeof createFiles>;

/** Files of Unity Catalog volumes. Paths are absolute: `/Volumes/<catalog>/<schema>/<volume>/…`. */
export function createFiles(http: Http) {
  const encoded = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
  return {
    /** A whole file as it is stored, whatever its encoding. @throws EnhancerError NOT_FOUND, PERMISSION_DENIED */
    read: async (path: string, signal?: AbortSignal): Promise<Uint8Array> => {
      const at = `/api/2.0/fs/files${encoded(path)}`;
      const bytes = await http({
        method: "GET",
        path: at,
        route: "files.read",
        answer: "bytes",
        subject: path,
        signal,
      });
      // The HTTP client hands bytes on as it was asked to.
      return bytes as Uint8Array;
    },
    /** Makes a folder with those above it; one that is there is left as it is. */
    makeFolder: async (path: string, signal?: AbortSignal): Promise<void> => {
      const at = `/api/2.0/fs/directories${encoded(path)}`;
      await http({ method: "PUT", path: at, route: "files.folder", subject: path, signal });
    },
    /** Writes a whole file, over what is there. */
    write: async (path: string, text: string, signal?: AbortSignal): Promise<void> => {
      const at = `/api/2.0/fs/files${encoded(path)}`;
      const query = { overwrite: true };
      await http({ method: "PUT", path: at, query, rawBody: text, route: "files.write", subject: path, signal });
    },
  };
}
