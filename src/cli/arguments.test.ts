import { describe, expect, it } from "vitest";
import type { Option } from "./arguments.ts";
import { parseArguments } from "./arguments.ts";

const runOption: Option = { name: "run", type: "string", en: "", ko: "" };
const fresh: Option = { name: "fresh", type: "boolean", en: "", ko: "" };

describe("parseArguments", () => {
  it("parts settings, the command's options and words", () => {
    expect(
      parseArguments(["SELECT 1", "--run", "latest", "--fresh", "--json", "--catalog", "main"], [runOption, fresh]),
    ).toEqual({
      settings: { catalog: "main" },
      options: { run: "latest", fresh: true, json: true },
      positionals: ["SELECT 1"],
    });
  });

  it.each([
    [["--max-iterations", "3"], { max_iterations: "3" }],
    [["--max_iterations", "3"], { max_iterations: "3" }],
    [["--max-iterations=3"], { max_iterations: "3" }],
    [["--locale", "ko"], { locale: "ko" }],
    [["--share-columns", ""], { share_columns: "" }],
  ])("reads the setting in %j", (words, settings) => {
    expect(parseArguments(words, []).settings).toEqual(settings);
  });

  it.each([
    [["--no-such-flag"], "--no-such-flag"],
    [["--run", "x"], "--run"],
    [["--catalog"], "--catalog"],
    [["--json=yes"], "--json"],
  ])("refuses %j and names the flag", (words, flag) => {
    expect(() => parseArguments(words, [])).toThrow(
      expect.objectContaining({ code: "SETTINGS_INVALID", message: expect.stringContaining(flag) as string }) as Error,
    );
  });
});
