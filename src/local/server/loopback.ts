import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { EnhancerError } from "../../lib/core/errors.ts";

type Server = HttpServer | HttpsServer;

/** Listens on 127.0.0.1 and gives the port. @throws EnhancerError when the port is taken */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        new EnhancerError({
          code: "UNREACHABLE",
          message: `The local workspace cannot listen on 127.0.0.1:${String(port)}: ${error.message}`,
          remedy: "Choose another port, or 0 for a free one.",
          cause: error,
        }),
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  // A TCP server that listens has an address of this kind.
  return (server.address() as AddressInfo).port;
}

/** Takes no more calls and drops the open connections. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
