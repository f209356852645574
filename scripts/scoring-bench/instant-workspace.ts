import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "../../src/local/server/certificate.ts";

/** Where a workspace that answers everything at once is found. */
export type InstantWorkspace = { readonly host: string; readonly caPem: string; readonly stop: () => void };

const warehouse = "0a1b2c3d4e5f6789";
const rows = 20;

/**
 * Answers what scoring calls without a wait and with next to no work, so that what is measured is ours: every question has its SQL at the
 * first look, every statement its twenty rows, and every tenth question another result than the exam's.
 */
export async function instantWorkspace(): Promise<InstantWorkspace> {
  const { certificatePem, keyPem } = await makeCertificate(new Date());
  let asked = 0;
  const questions = new Map<string, string>();
  const reply = (path: string, body: Record<string, unknown>): unknown => {
    if (path.endsWith("/start-conversation")) {
      asked += 1;
      const id = asked.toString(16).padStart(32, "0");
      questions.set(id, String(body["content"]));
      return { conversation_id: id, message_id: id };
    }
    const message = /\/messages\/([0-9a-f]+)$/u.exec(path)?.[1];
    if (message !== undefined) {
      const number = Number(/\d+/u.exec(questions.get(message) ?? "")?.[0]);
      questions.delete(message);
      const query = `SELECT region, amount FROM answers WHERE question = ${String(number)}${number % 10 === 0 ? " AND year = 2024" : ""}`;
      return { status: "COMPLETED", attachments: [{ query: { query } }] };
    }
    if (path === "/api/2.0/sql/statements") return result(String(body["statement"]));
    if (path.startsWith("/api/2.0/sql/warehouses/")) return { id: warehouse, name: "w", state: "RUNNING" };
    if (path.startsWith("/serving-endpoints/")) {
      return { choices: [{ message: { content: '{"readings":[]}' }, finish_reason: "stop" }] };
    }
    return { space_id: path.split("/").at(-1), warehouse_id: warehouse, title: "instant" };
  };
  const server = createServer({ cert: certificatePem, key: keyPem }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
      const path = (request.url ?? "").split("?")[0] ?? "";
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply(path, body)));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    host: `https://127.0.0.1:${String(port)}`,
    caPem: certificatePem,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const columns = [
  { name: "region", type_name: "STRING", type_text: "STRING", position: 0 },
  { name: "amount", type_name: "DECIMAL", type_text: "DECIMAL(18,2)", type_precision: 18, type_scale: 2, position: 1 },
] as const;

/** Rows that differ with the statement's number, in an order of their own for the exam's SQL; a filter adds one to each amount. */
function result(statement: string): unknown {
  const number = Number(/question = (\d+)/u.exec(statement)?.[1] ?? 0);
  const more = statement.includes("year") ? 1 : 0;
  const places = Array.from({ length: rows }, (_, place) => place);
  const ordered = statement.startsWith("SELECT amount") ? places.toReversed() : places;
  return {
    statement_id: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    status: { state: "SUCCEEDED" },
    manifest: { schema: { columns }, total_row_count: rows, truncated: false },
    result: {
      data_array: ordered.map((place) => [`region ${String(place)}`, `${String(number * 100 + place + more)}.50`]),
    },
  };
}
