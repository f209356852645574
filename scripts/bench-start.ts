import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCertificate } from "../src/local/server/certificate.ts";
import { type Figure, report } from "./bench.ts";
import { bundleStages, entries } from "./bundle-stages.ts";

const bundle = fileURLToPath(new URL("../bundle", import.meta.url));
const repeats = 5;
const mebibyte = 1024 * 1024;

const folder = await mkdtemp(join(tmpdir(), "genie-bench-"));
const dist = join(folder, "dist");
const built = await bundleStages(dist);
const { certificatePem, keyPem } = await makeCertificate(new Date());
await writeFile(join(folder, "ca.pem"), certificatePem);
await writeFile(join(folder, "parameters.json"), JSON.stringify({ ...parameters() }));
const server = createServer({ cert: certificatePem, key: keyPem });
let heard = Promise.withResolvers<number>();
server.on("request", (_request, response) => {
  heard.resolve(performance.now());
  response.writeHead(503).end();
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

const figures: Figure[] = [];
for (const entry of entries) {
  const seconds: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) seconds.push(await firstCall(entry));
  // The least: other work on the machine only adds.
  figures.push({
    name: `${entry}: start to first request`,
    value: Math.min(...seconds),
    unit: "s",
    bound: 1,
    better: "lower",
  });
}
const sizes = [...built.values(), ...(await sizesBesideDist())];
const size = { unit: "MiB", better: "lower" } as const;
figures.push(
  { name: "largest file of bundle/", value: Math.max(...sizes) / mebibyte, bound: 10, ...size },
  { name: "all of bundle/", value: sizes.reduce((sum, bytes) => sum + bytes, 0) / mebibyte, bound: 15, ...size },
);
await report("start", figures);
server.closeAllConnections();
server.close();
await rm(folder, { recursive: true, force: true });

/** What the job would hand over, as far as an entry needs it to make its first call. */
function parameters(): Readonly<Record<string, string>> {
  const id = "0".repeat(32);
  return {
    space_id: id,
    warehouse_id: "w",
    llm_endpoint: "m",
    run_id: id,
    loop: "1",
    job_run_id: "1",
    enhance_job_id: "1",
    decision: "APPROVE",
  };
}

/** Seconds from starting the entry until it asks something of the workspace; the entry is ended then. */
async function firstCall(entry: string): Promise<number> {
  heard = Promise.withResolvers<number>();
  const { port } = server.address() as AddressInfo;
  const began = performance.now();
  const child = spawn(process.execPath, [join(dist, `${entry}.mjs`), "--parameters", join(folder, "parameters.json")], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env["PATH"],
      DATABRICKS_HOST: `https://127.0.0.1:${String(port)}`,
      DATABRICKS_TOKEN: "a-token-of-the-benchmark",
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    },
  });
  let said = "";
  child.stderr.on("data", (text: Buffer) => {
    said += text.toString();
  });
  const ended = once(child, "close");
  const early = ended.then(() => Promise.reject(new Error(`${entry} ended before its first request: ${said}`)));
  const at = await Promise.race([heard.promise, early]);
  early.catch(() => {});
  child.kill("SIGKILL");
  await ended;
  return (at - began) / 1000;
}

/** Bytes of each other file of the bundle. */
async function sizesBesideDist(): Promise<number[]> {
  const found = await readdir(bundle, { recursive: true, withFileTypes: true });
  const files = found.filter((file) => file.isFile() && !/[\\/](?:dist|__pycache__)$/u.test(file.parentPath));
  return Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
}
