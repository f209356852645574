import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Stands for a serverless environment's. */
const runtimeVersion = "client.4.9";

/**
 * The environment of a notebook's process: what a cluster has, and nothing of who started the workspace. Its folders are made in
 * `folder`. Node's own folder comes first on PATH, as the deployed launcher looks there.
 */
export async function notebookEnvironment(
  folder: string,
  node: string,
  caFile: string | null,
): Promise<Record<string, string>> {
  const [home, temporary] = [join(folder, "home"), join(folder, "tmp")];
  await Promise.all([home, temporary].map((path) => mkdir(path)));
  return {
    PATH: [dirname(node), "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    HOME: home,
    TMPDIR: temporary,
    LANG: "C.UTF-8",
    DATABRICKS_RUNTIME_VERSION: runtimeVersion,
    PYTHONUNBUFFERED: "1",
    // The workspace's files stay as they were deployed.
    PYTHONDONTWRITEBYTECODE: "1",
    ...(caFile === null ? {} : trust(caFile)),
  };
}

/** The authority's file for Python's own TLS, for the library below the Databricks SDK, and for Node. */
const trust = (caFile: string): Record<string, string> => ({
  SSL_CERT_FILE: caFile,
  REQUESTS_CA_BUNDLE: caFile,
  NODE_EXTRA_CA_CERTS: caFile,
});
