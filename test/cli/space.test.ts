import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serializeSpace } from "../../src/lib/space/canonical.ts";
import { idOf, sampleSpace } from "../space/sample-space.ts";
import { said } from "./in-process.ts";
import { folder, json, type Place, servedPlace } from "./program.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- tests spoil it in every way
type Draft = Record<string, any>;
const sample = (): Draft => JSON.parse(serializeSpace(sampleSpace())) as Draft;

describe("files of configurations", () => {
  let own: Awaited<ReturnType<typeof folder>>;
  const at = (name: string): string => join(own.path, name);
  const file = async (name: string, value: unknown): Promise<string> => {
    await writeFile(at(name), typeof value === "string" ? value : JSON.stringify(value));
    return at(name);
  };
  beforeAll(async () => {
    own = await folder();
  });
  afterAll(() => own[Symbol.asyncDispose]());

  it("are compared in meaning: equal is 0, different 2 with a sentence each", async () => {
    const base = await file("a.json", sample());
    const other = sample();
    other["instructions"].text_instructions[0].content = ["Be brief.\nUse UTC."];
    const changed = await file("b.json", other);
    const reordered = await file("c.json", { ...sample(), version: 2, data_sources: { ...sample()["data_sources"] } });
    expect(await said(["space", "diff", base, reordered])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/mean the same/u),
    });
    expect(await said(["space", "diff", base, base, "--json"])).toMatchObject({ code: 0, stdout: "[]\n" });
    const english = await said(["space", "diff", base, changed]);
    expect(english.code).toBe(2);
    expect(english.stdout).toMatch(/Changes the text instruction:\n\s+Be brief\.\n\s+- {3}Round to euros\./u);
    const korean = await said(["space", "diff", base, changed, "--locale", "ko"]);
    expect(korean.stdout).toMatch(/텍스트 지침을 바꿉니다:/u);
    const document = await said(["space", "diff", base, changed, "--json"]);
    expect(JSON.parse(document.stdout)).toMatchObject([
      { kind: "change", path: `instructions.text_instructions[${idOf("b1")}].content` },
    ]);
  });

  it("are merged, or their conflicts listed and nothing written", async () => {
    const [ours, theirs] = [sample(), sample()];
    ours["config"] = {};
    theirs["data_sources"].tables[1].description = ["Theirs"];
    const words = [await file("base.json", sample()), await file("ours.json", ours), await file("theirs.json", theirs)];
    const merged = await said(["space", "merge", ...words, "--out", at("merged.geniespace.json")]);
    expect(merged).toMatchObject({ code: 0, stdout: "" });
    const written = JSON.parse(await readFile(at("merged.geniespace.json"), "utf8"));
    expect(written).not.toHaveProperty("config");
    expect(written.data_sources.tables[1].description).toEqual(["Theirs"]);
    ours["data_sources"].tables[1].description = ["Ours"];
    await file("ours.json", ours);
    const clash = await said(["space", "merge", ...words, "--out", at("none.json")]);
    expect(clash).toMatchObject({ code: 2, stderr: expect.stringMatching(/1 conflict/u) });
    expect(clash.stdout).toMatch(/ours: Ours\n\s+theirs: Theirs/u);
    const document = await said(["space", "merge", ...words, "--json"]);
    expect(JSON.parse(document.stdout)).toMatchObject({ conflicts: [{ ours: ["Ours"], theirs: ["Theirs"] }] });
    await expect(readFile(at("none.json"))).rejects.toThrow("ENOENT");
  });

  it("are linted all at once, by path, the service's whole answer and version 1 too", async () => {
    const wrong = sample();
    wrong["future"] = 1;
    wrong["data_sources"].tables[1].description = "text";
    wrong["config"].sample_questions[0].id = "x";
    wrong["instructions"].sql_snippets.filters[0].sql = ["WHERE orders.a"];
    const found = await said(["space", "lint", await file("wrong.json", wrong), "--json"]);
    expect(found.code).toBe(2);
    expect(JSON.parse(found.stdout)).toMatchObject([
      { code: "bad_shape", severity: "error", path: "data_sources.tables[c.s.orders].description" },
      { code: "bad_id", severity: "error", path: "config.sample_questions[x]" },
      { code: "unknown_member", severity: "warning", path: "future" },
      { code: "bad_sql", severity: "warning", path: expect.stringMatching(/filters/u) },
    ]);
    const korean = await said(["space", "lint", at("wrong.json"), "--locale", "ko"]);
    expect(korean.stdout).toMatch(/오류 2개, 경고 2개/u);
    const old = { version: 1, data_sources: { tables: [{ identifier: "c.s.t" }] } };
    const answer = { space_id: "s", title: "t", serialized_space: JSON.stringify(old) };
    const clean = await said(["space", "lint", await file("answer.json", answer)]);
    expect(clean).toMatchObject({ code: 0, stderr: expect.stringMatching(/whole answer.*\n.*version 1/u) });
  });

  it("that cannot be read, or words that are too few, are errors", async () => {
    const sayings = [
      [["space", "lint", at("nowhere.json")], /cannot be read/u],
      [["space", "lint", await file("half.json", "{")], /not JSON/u],
      [["space", "diff", at("a.json")], /takes two of/u],
      [["space", "diff", at("a.json"), await file("list.json", "[]")], /must be an object/u],
      [["space", "pull", "nope"], /"nope" is no id/u],
      [["space", "push", idOf("a1"), at("a.json")], /is no id of a space/u],
      [["space", "push", idOf("a1"), idOf("a2")], /file to push comes first/u],
      [["space"], /pull, push, diff, lint, merge/u],
    ] as const;
    for (const [words, says] of sayings) {
      expect(await said(words)).toMatchObject({ code: 1, stderr: expect.stringMatching(says) });
    }
  });

  it("that break a rule are pushed nowhere, before any call", async () => {
    const wrong = sample();
    wrong["config"].sample_questions[0].id = "x";
    const path = await file("bad.json", wrong);
    const words = ["space", "push", path, idOf("a1"), "--yes", "--host", "https://127.0.0.1:1", "--json"];
    const refused = await said(words);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      outcome: "invalid",
      verified: false,
      problems: [{ code: "bad_id" }],
    });
  });
});

describe("living spaces", () => {
  let place: Place;
  let id: string;
  const path = (): string => `/api/2.0/genie/spaces/${id}`;
  const push = (...words: string[]) => place.run(["space", "push", "edit.json", id, "--local", "--json", ...words]);
  beforeAll(async () => {
    place = await servedPlace();
    const { space_id } = place.ready as unknown as { readonly space_id: string };
    id = space_id;
  }, 60_000);
  afterAll(() => place[Symbol.asyncDispose]());

  it("are pulled, pulled again without a difference, and pushed after a look", { timeout: 60_000 }, async () => {
    expect(await place.run(["space", "pull", "--local", "--out", "space.json"])).toMatchObject({ code: 0, stdout: "" });
    const text = await readFile(join(place.cwd, "space.json"), "utf8");
    const shown = await place.run(["space", "pull", id, "--local", "--json"]);
    expect(shown.stdout).toBe(text);
    const document = JSON.parse(text) as Draft;
    document["config"].sample_questions[0].question = ["Anything else?"];
    await writeFile(join(place.cwd, "edit.json"), JSON.stringify(document));

    const asked = await push();
    expect(asked).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Changes the wording.*\n.*without a terminal/su),
    });
    expect(json(asked)).toMatchObject({ outcome: "declined", verified: false, changes: [{ kind: "change" }] });

    await place.control("POST", "/faults", {
      method: "PATCH",
      route: path(),
      kind: "status",
      status: 409,
      error_code: "ABORTED",
    });
    expect(await push("--yes")).toMatchObject({ code: 2, stderr: expect.stringMatching(/changed .* meanwhile/u) });

    await place.call("POST", "/api/2.0/workspace/mkdirs", { path: "/Workspace/Shared/.bundle/b/dev" });
    await place.call("PATCH", path(), { parent_path: "/Workspace/Shared/.bundle/b/dev" });
    const bundled = await push("--yes");
    expect(bundled.code).toBe(2);
    expect(json(bundled)).toMatchObject({ outcome: "bundled", verified: false });

    const forced = await push("--yes", "--force");
    expect(forced.code).toBe(0);
    expect(json(forced)).toMatchObject({ outcome: "written", verified: true, conflicts: [] });
    expect(await place.run(["space", "diff", "edit.json", id, "--local"])).toMatchObject({ code: 0 });
    const again = await push("--yes");
    expect(again.code).toBe(0);
    expect(json(again)).toMatchObject({ outcome: "unchanged", changes: [] });
  });
});
