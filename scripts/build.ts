import { fileURLToPath } from "node:url";
import { bundleStages } from "./bundle-stages.ts";

const mebibyte = 1024 * 1024;
/** A workspace takes files up to this size. */
const largest = 10;

for (const [file, bytes] of await bundleStages(fileURLToPath(new URL("../bundle/dist", import.meta.url)))) {
  console.log(`bundle/dist/${file} ${(bytes / 1024).toFixed(1)} KiB`);
  if (bytes > largest * mebibyte) {
    console.error(`${file} is larger than ${String(largest)} MiB`);
    process.exitCode = 1;
  }
}
