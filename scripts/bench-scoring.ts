import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Figure, report } from "./bench.ts";
import { scoreInstantly } from "./scoring-bench/instant-scoring.ts";
import { measureKills } from "./scoring-bench/kills.ts";
import { measureOverhead } from "./scoring-bench/overhead.ts";
import { measureStreams } from "./scoring-bench/streams.ts";
import { measureBucket, measureShared, measureThrottled } from "./scoring-bench/throttled.ts";

/** The parts, in their order, each with what it measures. */
const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  overhead: () => measureOverhead(fileURLToPath(import.meta.url)),
  streams: measureStreams,
  // They wait nearly all the time, so they may wait beside each other.
  throttled: async () => (await Promise.all([measureThrottled(), measureBucket(), measureShared()])).flat(),
  kills: () => measureKills(values["all-kills"]),
};

const { values } = parseArgs({
  options: {
    /** One of the parts alone. */
    only: { type: "string" },
    "all-kills": { type: "boolean", default: false },
    /** Of a process that scores so many questions by itself. */
    instant: { type: "string" },
    host: { type: "string", default: "" },
  },
});

if (values.instant === undefined) {
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only === undefined || values.only === name) figures.push(...(await measure()));
  }
  await report("scoring", figures);
} else {
  const scored = await scoreInstantly(values.host, process.env["BENCH_CA_PEM"] ?? "", Number(values.instant));
  console.log(JSON.stringify(scored));
}
