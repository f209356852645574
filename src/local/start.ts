import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { getRequestListener } from "@hono/node-server";
import { systemClock } from "../lib/core/clock.ts";
import { systemIds } from "../lib/core/random.ts";
import { assembleWorkspace } from "./server/assemble.ts";
import { makeCertificate } from "./server/certificate.ts";
import { controlApp } from "./server/control/control-app.ts";
import type { RequestCount } from "./server/control/request-log.ts";
import { withFaults } from "./server/control/with-faults.ts";
import { localUser } from "./server/identity/users.ts";
import { closeServer, listenOnLoopback } from "./server/loopback.ts";
import { listener } from "./server/listener.ts";
import type { LocalWorkspaceOptions } from "./server/workspace-options.ts";

/** A workspace that answers. */
export type LocalWorkspace = {
  /** `https://127.0.0.1:port` */
  readonly host: string;
  /** Of an administrator. */
  readonly token: string;
  /** Of a user who may do only what a space's access control list says. */
  readonly restrictedToken: string;
  /** Client credentials of a service principal that is an administrator. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** What a client has to trust. */
  readonly caPem: string;
  /** `http://127.0.0.1:port` of the fault and edit routes. */
  readonly control: string;
  readonly warehouseId: string;
  /** Makes a space of a document (an object, or its JSON text) and gives its id. @throws Error as the API refuses it */
  createSpace(title: string, document: unknown): Promise<string>;
  /** Ids of the spaces there are, oldest first. */
  spaces(): readonly { readonly id: string; readonly title: string }[];
  /** Every call over the socket so far, counted. */
  requests(): readonly RequestCount[];
  /** Ends both servers and writes what is waiting. */
  stop(): Promise<void>;
};

/** Starts the servers on 127.0.0.1. */
export async function startLocalWorkspace(options: LocalWorkspaceOptions): Promise<LocalWorkspace> {
  const clock = options.clock ?? systemClock;
  let host = "";
  const workspace = await assembleWorkspace({ ...options, clock, secrets: systemIds, host: () => host });
  const { tokens, spaces, log } = workspace;
  const stopping = new AbortController();

  const { certificatePem, keyPem } = await makeCertificate(new Date(clock.now()));
  const answer = withFaults(listener(workspace.app, options.mounts ?? [], tokens), {
    ...workspace,
    clock,
    stopping: stopping.signal,
  });
  const server = createHttpsServer({ key: keyPem, cert: certificatePem }, answer);
  // Longer than callers keep an idle connection, so that none is closed under a call just sent.
  server.keepAliveTimeout = 120_000;
  const port = await listenOnLoopback(server, options.port);
  host = `https://127.0.0.1:${String(port)}`;

  const controls = controlApp({
    ...workspace,
    host: () => host,
    denied: options.denied ?? null,
    refused: options.refused ?? null,
  });
  const controlServer = createHttpServer(getRequestListener(controls.fetch, { overrideGlobalObjects: false }));
  const controlPort = await listenOnLoopback(controlServer, 0);

  return {
    host,
    token: tokens.token,
    restrictedToken: tokens.restrictedToken,
    clientId: tokens.clientId,
    clientSecret: tokens.clientSecret,
    caPem: certificatePem,
    control: `http://127.0.0.1:${String(controlPort)}`,
    warehouseId: options.warehouseId,
    createSpace: async (title, document) => {
      const serialized = typeof document === "string" ? document : JSON.stringify(document);
      const wanted = { title, description: "", warehouseId: options.warehouseId, parentPath: null, serialized };
      return (await spaces.create(wanted, localUser)).id;
    },
    spaces: () => spaces.list().map(({ id, title }) => ({ id, title })),
    requests: () => log.counts(),
    stop: async () => {
      stopping.abort();
      await workspace.jobs.stop();
      await Promise.all([closeServer(server), closeServer(controlServer)]);
      await workspace.keep.flush();
      workspace.close();
    },
  };
}

/** What is written for others to find the workspace by; the file that holds it must be readable by its owner only. */
export type ReadyFile = {
  readonly host: string;
  readonly token: string;
  /** Client credentials of the service principal. */
  readonly client_id: string;
  readonly client_secret: string;
  readonly ca_file: string;
  readonly warehouse_id: string;
  readonly http_path: string;
  readonly space_id: string;
  readonly catalog: string;
  readonly schema: string;
  readonly llm_endpoint: string;
  readonly control: string;
  readonly pid: number;
};

/** The ready file's content. `caFile` is where the caller wrote {@link LocalWorkspace.caPem}. */
export function readyFile(
  workspace: LocalWorkspace,
  rest: {
    readonly caFile: string;
    readonly spaceId: string;
    readonly catalog: string;
    readonly schema: string;
    readonly endpoint: string;
    readonly pid: number;
  },
): ReadyFile {
  return {
    host: workspace.host,
    token: workspace.token,
    client_id: workspace.clientId,
    client_secret: workspace.clientSecret,
    ca_file: rest.caFile,
    warehouse_id: workspace.warehouseId,
    http_path: `/sql/1.0/warehouses/${workspace.warehouseId}`,
    space_id: rest.spaceId,
    catalog: rest.catalog,
    schema: rest.schema,
    llm_endpoint: rest.endpoint,
    control: workspace.control,
    pid: rest.pid,
  };
}
