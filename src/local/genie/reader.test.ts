import { beforeAll, describe, expect, it } from "vitest";
import {
  allContent,
  clinic,
  type Content,
  depot,
  randomWords,
  spaceOf,
  type Words,
} from "./invented-domain.fixture.ts";
import { type Data, matches, openData } from "./invented-data.fixture.ts";
import { examOf } from "./invented-exam.fixture.ts";
import { genieReader } from "./reader.ts";

const reader = genieReader({ seed: "steady", flakyShare: 0 });

async function rightOnes(words: Words, content: readonly Content[], { run, catalog }: Data): Promise<string[]> {
  const right: string[] = [];
  for (const { ask, sql } of examOf(words)) {
    const answer = await reader(
      { question: ask, space: spaceOf(words, content), spaceId: "s", history: [], timesAsked: 0 },
      catalog,
    );
    if (answer.kind === "sql" && matches(await run(answer.sql), await run(sql))) right.push(ask);
  }
  return right;
}

describe.each([
  ["a clinic", clinic],
  ["a depot", depot],
  ["random names, seed 1", randomWords("1")],
  ["random names, seed 2", randomWords("2")],
  ["random names, seed 3", randomWords("3")],
])("a space over %s", (_name, words) => {
  let data: Data;
  beforeAll(async () => {
    data = await openData(words);
  });
  const asks = examOf(words).map(({ ask }) => ask);

  it("answers every question when the space says all it needs", async () => {
    expect(await rightOnes(words, allContent, data)).toEqual(asks);
  });

  it.each(allContent)("without the %s gets just the questions wrong that need it", async (content) => {
    const rest = allContent.filter((each) => each !== content);
    const unaffected = examOf(words).filter(({ needs }) => !needs.includes(content));
    expect(unaffected.length).toBeLessThan(asks.length);
    expect(await rightOnes(words, rest, data)).toEqual(unaffected.map(({ ask }) => ask));
  });

  it("with an empty space still answers what names alone tell", async () => {
    const plain = examOf(words).filter(({ needs }) => needs.length === 0);
    expect(await rightOnes(words, [], data)).toEqual(plain.map(({ ask }) => ask));
  });
});
