import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../lib/core/clock.ts";
import { type SparkChild, startSparkChild } from "./spark-child.ts";

/** A child without a Spark: it answers each statement with its own text, and some of them otherwise. */
const program = `#!${process.execPath}
const say = (document) => process.stdout.write(JSON.stringify(document) + "\\n");
const { mood } = JSON.parse(process.argv[3]);
process.stderr.write("the last words\\n");
if (mood === "broken") process.exit(7);
say({ ready: true });
const schema = { type: "struct", fields: [{ name: "sql", type: "string" }] };
const open = new Set();
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, sql, cancel } = JSON.parse(line);
  const failure = (condition) => ({ failure: { condition, sqlState: "XX000", message: "no", javaClass: "" } });
  if (cancel !== undefined && open.delete(cancel)) return say({ id: cancel, ...failure("OPERATION_CANCELED") });
  if (sql === "die") process.exit(9);
  if (sql === "hang") return open.add(id);
  say(sql === "fail" ? { id, ...failure("WRONG") } : { id, schema, rows: [[sql]] });
}).on("close", () => process.exit(0));
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spark-child-"));
  await writeFile(join(folder, "program.cjs"), program, { mode: 0o700 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (mood = "well"): Promise<SparkChild> =>
  startSparkChild({
    python: join(folder, "program.cjs"),
    options: { mood },
    environment: { PATH: process.env["PATH"] },
    clock: systemClock,
  });

describe("the process behind the Spark engine", () => {
  it("answers statements in whatever order they end, and ends when it is told", async () => {
    const child = await start();
    const stopping = new AbortController();
    const hanging = child.ask({ sql: "hang" }, stopping.signal);
    expect(await child.ask({ sql: "one" })).toMatchObject({ rows: [["one"]] });
    expect(await child.ask({ sql: "fail" })).toMatchObject({ failure: { condition: "WRONG" } });
    stopping.abort();
    expect(await hanging).toMatchObject({ failure: { condition: "OPERATION_CANCELED" } });
    expect(await child.ask({ sql: "hang" }, stopping.signal)).toMatchObject({ failure: { sqlState: "XX000" } });
    await child.close();
    await expect(child.ask({ sql: "late" })).rejects.toMatchObject({ code: "INTERNAL" });
  });

  it("fails everything under way when it dies, with what it said last", async () => {
    const child = await start();
    const hanging = child.ask({ sql: "hang" });
    const dying = child.ask({ sql: "die" });
    const gone = { name: "EnhancerError", message: expect.stringMatching(/exit code 9[\s\S]*the last words/u) };
    await expect(hanging).rejects.toMatchObject(gone);
    await expect(dying).rejects.toMatchObject(gone);
    await expect(child.ask({ sql: "late" })).rejects.toMatchObject(gone);
    await child.close();
  });

  it("says why it never began", async () => {
    await expect(start("broken")).rejects.toMatchObject({
      code: "INTERNAL",
      message: expect.stringMatching(/exit code 7[\s\S]*the last words/u),
    });
    await expect(
      startSparkChild({ python: join(folder, "nothing"), options: {}, environment: {}, clock: systemClock }),
    ).rejects.toMatchObject({ message: expect.stringContaining("ENOENT") });
  });
});
