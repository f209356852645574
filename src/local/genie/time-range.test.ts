import { describe, expect, it } from "vitest";
import { rangeSql, timeSpans } from "./time-range.ts";

const absolute: readonly (readonly [string, string | null, string | null])[] = [
  ["fees in March 1995", "1995-03-01", "1995-04-01"],
  ["fees between 1994-01-01 and 1994-12-31", "1994-01-01", "1995-01-01"],
  ["fees on 2024-05-10", "2024-05-10", "2024-05-11"],
  ["fees in 1996", "1996-01-01", "1997-01-01"],
  ["fees from March to May 1995", "1995-03-01", "1995-06-01"],
  ["fees between May 3 and May 9, 2024", "2024-05-03", "2024-05-10"],
  ["fees from 1994 to 1996", "1994-01-01", "1997-01-01"],
  ["fees between 1994 and 1996", "1994-01-01", "1997-01-01"],
  ["fees in the first half of 1996", "1996-01-01", "1996-07-01"],
  ["fees in Q3 1996", "1996-07-01", "1996-10-01"],
  ["fees in the fourth quarter of 1996", "1996-10-01", "1997-01-01"],
  ["fees since 2024-02-01", "2024-02-01", null],
  ["fees after 2024-02-01", "2024-02-02", null],
  ["fees before June 1995", null, "1995-06-01"],
  ["fees until 5 May 2024", null, "2024-05-06"],
  ["1996년 요금", "1996-01-01", "1997-01-01"],
  ["1995년 3월의 요금", "1995-03-01", "1995-04-01"],
  ["2024년 5월 3일부터 5월 9일까지의 요금", "2024-05-03", "2024-05-10"],
  ["2024년 5월 3일부터 9일까지의 요금", "2024-05-03", "2024-05-10"],
  ["1996년 상반기 요금", "1996-01-01", "1996-07-01"],
  ["1996년 2분기 요금", "1996-04-01", "1996-07-01"],
  ["2024년 5월 10일 이후 요금", "2024-05-10", null],
  ["2024년 5월 10일까지 요금", null, "2024-05-11"],
  ["2023년부터 2024년까지 요금", "2023-01-01", "2025-01-01"],
];

describe("time ranges", () => {
  it.each(absolute)("reads: %s", (question, from, to) => {
    expect(timeSpans(question).map(({ range }) => range)).toEqual([{ kind: "absolute", from, to }]);
  });

  it.each([
    ["fees of the last 7 days", "day >= current_date() - INTERVAL 7 DAY"],
    ["최근 7일간 요금", "day >= current_date() - INTERVAL 7 DAY"],
    ["지난 3개월 요금", "day >= current_date() - INTERVAL 3 MONTH"],
    [
      "fees this year",
      "day >= date_trunc('YEAR', current_date()) AND day < date_trunc('YEAR', current_date()) + INTERVAL 1 YEAR",
    ],
    ["fees in March", "month(day) = 3"],
  ])("writes: %s", (question, sql) => {
    const range = timeSpans(question)[0]?.range;
    expect(range === undefined ? null : rangeSql(range, "day")).toBe(sql);
  });

  it.each([
    "fees over 2000",
    "more than 1995 visits",
    "수량이 2000 이상인 방문",
    "top 5 fees",
    "You may march on",
    "fee between 1000 and 2000",
  ])("finds no time in: %s", (question) => {
    expect(timeSpans(question)).toEqual([]);
  });
});
