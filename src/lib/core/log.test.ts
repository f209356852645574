import { expect, it } from "vitest";
import { manualClock } from "./clock.ts";
import { jsonLog, silentLog } from "./log.ts";

it("writes one JSON object a line, with time, bindings and secrets hidden", () => {
  const lines: string[] = [];
  const log = jsonLog(
    (line) => lines.push(line),
    () => manualClock().now(),
    { run_id: "r1" },
  );
  log({ level: "warn", event: "retry", url: "https://x", header: "Bearer abcdefgh12345", text: "two\nlines" });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("\n");
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    time: "2026-01-05T09:00:00.000Z",
    run_id: "r1",
    level: "warn",
    event: "retry",
    url: "https://x",
    header: "[hidden]",
    text: "two\nlines",
  });
});

it("can be silent", () => {
  expect(silentLog({ level: "error", event: "x" })).toBeUndefined();
});
