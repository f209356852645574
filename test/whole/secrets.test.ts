import { spawn } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultWish, type Ground, openGround, pathOf, play, type Player, six } from "./fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

/** The ways in, with every text by which one of their secrets would show. */
function waysIn(): {
  readonly name: string;
  readonly environment: Record<string, string>;
  readonly marks: readonly string[];
}[] {
  const { token, clientId, clientSecret } = ground.serving.workspace;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  return [
    { name: "token", environment: { DATABRICKS_TOKEN: token }, marks: [token, Buffer.from(token).toString("base64")] },
    {
      name: "client secret",
      environment: { DATABRICKS_CLIENT_ID: clientId, DATABRICKS_CLIENT_SECRET: clientSecret },
      marks: [clientSecret, basic],
    },
  ];
}

const genie = "/api/2.0/genie/spaces/{id}";

/** Failures whose bodies echo what was sent, as careless gateways do. */
function echoes(marks: readonly string[]): FaultWish[] {
  const said = `Refused: Authorization: Bearer ${marks[0] ?? ""} Basic ${marks[1] ?? ""} client_secret=${marks[0] ?? ""}`;
  const echo = { kind: "status", body: { error_code: "ECHO", message: said } } as const;
  return [
    { ...echo, method: "POST", route: "/oidc/v1/token", status: 500, nth: 2 },
    { ...echo, method: "POST", route: `${genie}/start-conversation`, status: 500, times: 9 },
    { ...echo, method: "GET", route: `${genie}/conversations/{c}/messages/{m}`, status: 401, times: 2, nth: 4 },
    { ...echo, method: "POST", route: "/api/2.0/sql/statements", status: 403, nth: 20 },
    { ...echo, method: "POST", route: "/serving-endpoints/{name}/invocations", status: 403, nth: 2 },
    { ...echo, method: "POST", route: "/sql/1.0/warehouses/{id}", status: 500, nth: 60 },
    { ...echo, method: "PATCH", route: genie, status: 403, nth: 2 },
  ];
}

/** What is found where: empty when no place holds a mark. */
async function placesWith(marks: readonly string[], places: ReadonlyMap<string, string>): Promise<string[]> {
  return [...places].filter(([, text]) => marks.some((mark) => text.includes(mark))).map(([name]) => name);
}

async function tableTexts({ context }: Player): Promise<Map<string, string>> {
  const warehouseId = context.settings.warehouse_id ?? "";
  const rowsOf = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
    const outcome = await context.workspace.runStatement(sql, { warehouseId, timeoutMs: 30_000 });
    if (outcome.kind !== "rows") throw new Error(`${sql}: ${JSON.stringify(outcome)}`);
    return outcome.result.rows;
  };
  const schema = `${context.settings.catalog}.${context.settings.schema}`;
  const tables = (await rowsOf(`SHOW TABLES IN ${schema}`)).map((row) => String(row[1]));
  expect(tables.length).toBeGreaterThan(10);
  return new Map(
    await Promise.all(
      tables.map(
        async (name) => [`table ${name}`, JSON.stringify(await rowsOf(`SELECT * FROM ${schema}.${name}`))] as const,
      ),
    ),
  );
}

async function fileTexts(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      names.map(
        async (entry) => [`file ${entry.name}`, await readFile(join(entry.parentPath, entry.name), "utf8")] as const,
      ),
    ),
  );
}

describe("a secret", () => {
  it("is found in no event, row, file or error, though calls fail with bodies that echo it", async () => {
    for (const { name, environment, marks } of waysIn()) {
      const space_id = await ground.makeSpace(six.space);
      await ground.reset();
      for (const wish of echoes(marks)) await ground.fault(wish);
      const places = new Map<string, string>();
      for (let go = 1; go <= 6; go += 1) {
        await using player = await ground.connect({ space_id, benchmarks: pathOf(six.exam) }, { environment });
        const end: unknown = await play(player).catch((error: unknown) => error);
        places.set(`events ${String(go)}`, JSON.stringify(player.events));
        if (typeof end === "string") break;
        places.set(`error ${String(go)}`, `${inspect(end, { depth: 12, showHidden: true })} ${JSON.stringify(end)}`);
      }
      expect([...places.keys()].filter((place) => place.startsWith("error")).length, name).toBeGreaterThan(0);
      await ground.clearFaults();
      await using looking = await ground.connect({ space_id });
      for (const [place, text] of await tableTexts(looking)) places.set(place, text);
      for (const [place, text] of await fileTexts(ground.outDir)) places.set(place, text);
      expect([...places.values()].join(" "), name).toContain("Refused");
      expect(await placesWith(marks, places), name).toEqual([]);
    }
  }, 180_000);

  it("stands in no argument and no line of a stage that runs as a program", async () => {
    const [{ environment, marks } = { environment: {}, marks: [] }] = waysIn();
    const { ready, workspace } = ground.serving;
    const space_id = await ground.makeSpace(six.space);
    const caFile = join(ground.outDir, "ca.pem");
    await writeFile(caFile, workspace.caPem);
    await ground.reset();
    const body = { error_code: "ECHO", message: `Refused: Bearer ${marks[0] ?? ""}` };
    await ground.fault({ method: "GET", route: "/api/2.0/preview/scim/v2/Me", kind: "status", status: 403, body });
    const flags = [
      "--host",
      ready.host,
      "--space-id",
      space_id,
      "--warehouse-id",
      ready.warehouse_id,
      "--llm-endpoint",
      ready.llm_endpoint,
    ];
    const child = spawn(
      process.execPath,
      [pathOf("src/stages/orchestrator.ts"), ...flags, "--benchmarks", pathOf(six.exam)],
      {
        env: { PATH: process.env["PATH"], NODE_EXTRA_CA_CERTS: caFile, ...environment },
      },
    );
    const lines: string[] = [];
    const commands: string[] = [];
    const hear = async (chunk: Buffer): Promise<void> => {
      lines.push(chunk.toString());
      commands.push(await readFile(`/proc/${String(child.pid)}/cmdline`, "utf8").catch(() => ""));
    };
    child.stdout.on("data", (chunk: Buffer) => void hear(chunk));
    child.stderr.on("data", (chunk: Buffer) => void hear(chunk));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(1);
    expect(lines.join("")).toContain("Refused");
    expect(
      await placesWith(
        marks,
        new Map([
          ["lines", lines.join("")],
          ["commands", commands.join(" ")],
        ]),
      ),
    ).toEqual([]);
  }, 60_000);
});
