import { fileURLToPath } from "node:url";
import { bundleStages } from "./bundle-stages.ts";
import { putPrograms } from "./template/put-programs.ts";

const mebibyte = 1024 * 1024;
/** A workspace takes files up to this size. */
const largest = 10;

const programs = fileURLToPath(new URL("../bundle/dist", import.meta.url));

for (const [file, bytes] of await bundleStages(programs)) {
  console.log(`bundle/dist/${file} ${(bytes / 1024).toFixed(1)} KiB`);
  if (bytes > largest * mebibyte) {
    console.error(`${file} is larger than ${String(largest)} MiB`);
    process.exitCode = 1;
  }
}

// `databricks bundle init ./template` gives a project that has them and builds nothing.
await putPrograms(fileURLToPath(new URL("../template", import.meta.url)), programs);
