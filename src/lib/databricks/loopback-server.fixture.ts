import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";

/** A call as a test's server saw it. */
export type SeenCall = {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

type Handler = (call: SeenCall, response: ServerResponse, bytes: Buffer) => void;

export type LoopbackServer = {
  readonly host: string;
  readonly port: number;
  /** The server's own certificate: what a client must trust. */
  readonly caPem: string;
  readonly calls: SeenCall[];
  handle: Handler;
  readonly close: () => Promise<void>;
};

/** An HTTPS server for tests, on 127.0.0.1 with a certificate of its own; `name` makes it one for another host. */
export async function startLoopbackServer(name?: string): Promise<LoopbackServer> {
  const altNames = name === undefined ? [{ type: 7 as const, ip: "127.0.0.1" }] : [{ type: 2 as const, value: name }];
  const pems = await generate([{ name: "commonName", value: "loopback test" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames },
    ],
  });
  const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const { method = "", url = "", headers } = request;
      const call = { method, path: url, headers, body: bytes.toString("utf8") };
      started.calls.push(call);
      started.handle(call, response, bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const started: LoopbackServer = {
    host: `https://127.0.0.1:${String(port)}`,
    port,
    caPem: pems.cert,
    calls: [],
    handle: (_call, response) => response.end("{}"),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return started;
}

/** Answers with a status and a JSON document or text. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
