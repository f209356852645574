import { describe, expect, it } from "vitest";
import { type AskedSince, createAskedSince } from "./genie-lookup.ts";
import type { HttpRequest } from "./http.ts";

const since = new Date("2026-01-05T09:00:00.000Z");
const at = (seconds: number): number => since.getTime() + seconds * 1000;

type Talk = {
  readonly id: string;
  readonly at: number;
  readonly content: string;
  readonly message?: object;
  readonly more?: boolean;
};

/** Conversations, the newest first, two on a page. */
function spaceWith(talks: readonly Talk[]) {
  const calls: string[] = [];
  const newestFirst = talks.toSorted((left, right) => right.at - left.at);
  const find = createAskedSince((request: HttpRequest) => {
    calls.push(request.path);
    const of = /conversations\/([^/]+)\/messages$/u.exec(request.path)?.[1];
    const talk = talks.find(({ id }) => id === of);
    if (talk !== undefined) {
      const message = { message_id: `m-${talk.id}`, content: talk.content, status: "COMPLETED", ...talk.message };
      return Promise.resolve({ messages: talk.more === true ? [message, message] : [message] });
    }
    const from = Number(request.query?.["page_token"] ?? 0);
    const page = newestFirst.slice(from, from + 2).map(({ id, at: time, content }) => ({
      conversation_id: id,
      title: content.slice(0, 12),
      created_timestamp: time,
    }));
    return Promise.resolve({
      conversations: page,
      ...(from + 2 < talks.length ? { next_page_token: String(from + 2) } : {}),
    });
  });
  const wish = (questions: readonly string[], claimed: readonly string[] = []): AskedSince => ({
    since,
    questions: new Set(questions),
    claimed: () => Promise.resolve(new Set(claimed)),
    signal: new AbortController().signal,
  });
  return {
    calls,
    find: (questions: readonly string[], claimed?: readonly string[]) => find("s", wish(questions, claimed)),
  };
}

const sales = "How large were sales last year?";

describe("questions that a process left behind", () => {
  it("are found over all pages, oldest first, several askings of one each for itself", async () => {
    const { find } = spaceWith([
      { id: "b", at: at(20), content: sales },
      { id: "a", at: at(10), content: sales },
      { id: "c", at: at(30), content: "How many clients?" },
    ]);
    expect(await find([sales, "How many clients?"])).toEqual([
      { question: sales, place: { conversationId: "a", messageId: "m-a" } },
      { question: sales, place: { conversationId: "b", messageId: "m-b" } },
      { question: "How many clients?", place: { conversationId: "c", messageId: "m-c" } },
    ]);
  });

  it.each<[string, Partial<Talk>, readonly string[], boolean]>([
    ["is still worked on", { message: { status: "ASKING_AI" } }, [], true],
    [
      "ended without an answer by its own fault",
      { message: { status: "FAILED", error: { type: "CONTENT_FILTER_EXCEPTION" } } },
      [],
      true,
    ],
    [
      "failed for a trouble of Genie's",
      { message: { status: "FAILED", error: { type: "RETRYABLE_PROCESSING_EXCEPTION" } } },
      [],
      false,
    ],
    ["was cancelled", { message: { status: "CANCELLED" } }, [], false],
    ["is claimed by a row", {}, ["a"], false],
    ["is older than the stage", { at: at(-1) }, [], false],
    ["only begins alike", { content: `${sales} And profit?` }, [], false],
    ["was talked on about by a person", { more: true }, [], false],
  ])("that %s", async (_what, talk, claimed, isFound) => {
    const { find } = spaceWith([{ id: "a", at: at(10), content: sales, ...talk }]);
    expect(await find([sales], claimed)).toHaveLength(isFound ? 1 : 0);
  });

  it("are looked for no further than the first page of older conversations", async () => {
    const old = Array.from({ length: 50 }, (_, place): Talk => ({
      id: `old${String(place)}`,
      at: at(-100 - place),
      content: sales,
    }));
    const { calls, find } = spaceWith(old);
    expect(await find([sales])).toEqual([]);
    expect(calls).toHaveLength(1);
  });
});
