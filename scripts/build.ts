import { fileURLToPath } from "node:url";
import { bundleStages } from "./bundle-stages.ts";

/** A stage is sent to a workspace that takes files up to this size. */
const largest = 10 * 1024 * 1024;

for (const [file, bytes] of await bundleStages(fileURLToPath(new URL("../bundle/dist", import.meta.url)))) {
  console.log(`bundle/dist/${file} ${(bytes / 1024 / 1024).toFixed(1)} MB`);
  if (bytes > largest) {
    console.error(`${file} is larger than ${String(largest / 1024 / 1024)} MB`);
    process.exitCode = 1;
  }
}
