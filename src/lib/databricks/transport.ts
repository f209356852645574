import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
// As a whole, since an older Node lacks one of the names, and has to get as far as being told that it is too old.
import * as tls from "node:tls";
import { remembering } from "../core/remembering.ts";

/** An answer as it came over the wire. */
export type Reply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as it came. */
  readonly bytes?: Uint8Array;
};

/** One exchange; rejects with Node's own error, or with the signal's reason. */
export type Exchange = (request: {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}) => Promise<Reply>;

export type Transport = {
  readonly exchange: Exchange;
  /** Whom to trust when it is more than the usual roots, for others that call the same workspace. */
  readonly trust: tls.SecureContext | null;
  readonly close: () => void;
};

/** Made once: as `ca` the whole bundle would be part of the connection's name, and put together again for every request. */
const trustBesides = remembering(4, (caPem) =>
  tls.createSecureContext({ ca: [...tls.getCACertificates("default"), caPem] }),
);

/**
 * HTTPS with kept connections and certificates always checked; `caPem` is trusted on top of the usual roots.
 * The signal covers the whole exchange, body included.
 */
export function createTransport(caPem?: string): Transport {
  const trust = caPem === undefined ? null : trustBesides(caPem);
  const secure = new HttpsAgent({
    keepAlive: true,
    rejectUnauthorized: true,
    ...(trust === null ? {} : { secureContext: trust }),
  });
  const plain = new HttpAgent({ keepAlive: true });
  const exchange: Exchange = ({ url, method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      // Node wraps the reason of an aborted request in an error of its own: hand on the reason itself.
      const fail = (error: unknown): void => reject((signal.aborted ? signal.reason : error) as Error);
      if (signal.aborted) return fail(signal.reason);
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const https = url.protocol === "https:";
      const request = (https ? httpsRequest : httpRequest)(
        url,
        { method, headers: { ...headers, ...length }, agent: https ? secure : plain, signal },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", fail);
          response.on("end", () => {
            const bytes = Buffer.concat(chunks);
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: bytes.toString("utf8"),
              bytes,
            });
          });
        },
      );
      request.on("error", fail);
      request.end(body);
    });
  return {
    exchange,
    trust,
    close: () => {
      secure.destroy();
      plain.destroy();
    },
  };
}
