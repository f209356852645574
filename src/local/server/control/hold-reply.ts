import type { ServerResponse } from "node:http";

/** What a handler answered. */
export type HeldReply = { readonly status: number; readonly body: Buffer };

/**
 * Keeps what is written to a response from leaving, and calls `then` when the handler has ended it. By then the response
 * is its own again.
 */
export function holdReply(response: ServerResponse, then: (reply: HeldReply) => void): void {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown): void => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  // Own members hide the methods of the class until they are deleted.
  Object.assign(response, {
    writeHead: (status: number) => {
      response.statusCode = status;
      return response;
    },
    flushHeaders: () => {},
    write: (chunk: unknown) => {
      keep(chunk);
      return true;
    },
    end: (chunk: unknown) => {
      keep(chunk);
      for (const hidden of ["writeHead", "flushHeaders", "write", "end"]) Reflect.deleteProperty(response, hidden);
      then({ status: response.statusCode, body: Buffer.concat(chunks) });
      return response;
    },
  });
}
