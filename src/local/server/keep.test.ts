import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock } from "../../lib/core/clock.ts";
import { folderKeep } from "./keep.ts";
import { idOf, testWorkspace, tinyDocument } from "./test-workspace.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keep-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("what is kept in a folder", () => {
  it("is the newest of several changes, readable by its owner only, with no temporary file left", async () => {
    const keep = await folderKeep(folder, manualClock());
    for (const value of [1, 2, 3]) keep.changed("part", () => ({ value }));
    await Promise.all([keep.flush(), keep.flush("part"), keep.flush()]);
    expect(await keep.read("part")).toEqual({ value: 3 });
    expect(await readdir(folder)).toEqual(["part.json"]);
    expect((await stat(join(folder, "part.json"))).mode & 0o777).toBe(0o600);
  });

  it("is written without a flush, soon", async () => {
    const keep = await folderKeep(folder, manualClock());
    keep.changed("part", () => 1);
    await expect.poll(async () => await keep.read("part")).toBe(1);
  });

  it("waits for the next flush when a write fails", async () => {
    const keep = await folderKeep(folder, manualClock());
    keep.changed("no/such", () => 1);
    await expect(keep.flush("no/such")).rejects.toThrow(/ENOENT/u);
    await expect(keep.flush("no/such")).rejects.toThrow(/ENOENT/u);
  });

  it("says which file is broken", async () => {
    await writeFile(join(folder, "part.json"), "{");
    const keep = await folderKeep(folder, manualClock());
    await expect(keep.read("part")).rejects.toThrow("part.json is not JSON");
  });

  it("brings back spaces, access, trash, jobs and how often a question was asked, and no token's text", async () => {
    const asked: number[] = [];
    const reader: NonNullable<Parameters<typeof testWorkspace>[0]>["reader"] = async ({ timesAsked }) => {
      asked.push(timesAsked);
      return await Promise.resolve({ kind: "text", content: "", followUp: false });
    };
    const clock = manualClock();
    const first = await testWorkspace({ folder, clock, reader });
    const questions = [{ id: idOf(1), question: ["a\n", "b"] }];
    const id = await first.space({ ...tinyDocument, config: { sample_questions: questions } });
    const trashed = await first.space();
    await first.call("DELETE", `/api/2.0/genie/spaces/${trashed}`);
    const list = [{ group_name: "users", permission_level: "CAN_RUN" }];
    await first.call("PATCH", `/api/2.0/permissions/genie/${id}`, { access_control_list: list });
    await first.call("POST", `/api/2.0/genie/spaces/${id}/start-conversation`, { content: "q" });
    await first.call("POST", "/api/2.2/jobs/create", { name: "kept" });
    const path = `/api/2.0/genie/spaces/${id}?include_serialized_space=true`;
    const before = (await first.call("GET", path)).body;
    await first.keep.flush();

    const second = await testWorkspace({ folder, clock, reader });
    expect((await second.call("GET", path)).body).toEqual(before);
    expect((await second.call("GET", `/api/2.0/genie/spaces/${trashed}`)).status).toBe(404);
    const ask = `/api/2.0/genie/spaces/${id}/start-conversation`;
    expect((await second.call("POST", ask, { content: "q" }, second.tokens.restrictedToken)).status).toBe(200);
    expect(asked).toEqual([0, 1]);
    expect((await second.call("GET", "/api/2.2/jobs/list")).body.jobs).toMatchObject([{ settings: { name: "kept" } }]);
    await second.keep.flush();
    const texts = await Promise.all(
      (await readdir(folder)).map(async (name) => await readFile(join(folder, name), "utf8")),
    );
    expect(texts.join("")).not.toContain(first.tokens.token);
    expect(texts.join("")).not.toContain(first.tokens.clientSecret);
  });
});
