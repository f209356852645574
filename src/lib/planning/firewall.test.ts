import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../sql/parser.ts";
import { heldOutGuard } from "./held-out-guard.ts";
import { heldOut, question, visible } from "./testing/sales-space.ts";
import { visibleGuard } from "./visible-guard.ts";

beforeAll(loadParser);

const answer = visible[0]?.expectedSql ?? "";
const secret = heldOut[0]?.expectedSql ?? "";
const renamed =
  "select k.country as land, sum(b.amount) as summe from shop.sales.orders as b join shop.sales.customers as k on k.customer_id = b.customer_id where 'paid' = b.status group by 1";

describe("the guard of visible answers", () => {
  it.each([
    ["as it stands", answer],
    ["with a semicolon", `${answer};`],
    ["in lower case", answer.toLowerCase()],
    ["reformatted", answer.replaceAll(" FROM", "\n  FROM").replaceAll(" GROUP", "\n\tGROUP")],
    ["with a comment", answer.replace("SELECT", "SELECT /* x */")],
    ["with backticks", answer.replaceAll("shop.sales.orders", "`shop`.`sales`.`orders`")],
    ["with other names", renamed],
    ["with other names in Korean", renamed.replaceAll("land", "`국가`").replaceAll("summe", "`합계`")],
    ["inside a CTE", `WITH x AS (${renamed}) SELECT * FROM x`],
    ["inside a subquery", `SELECT MAX(total) FROM (${answer}) t`],
    ["as a branch", `SELECT 1, 2 UNION ALL ${answer}`],
    ["in a line of an instruction", `For amounts by country always use: ${answer}`],
    ["in prose, with other names", `For amounts by country, write ${renamed}. Then sort it.`],
    ["in prose, quoted", `Use "${renamed}" for this.`],
    ["in prose, in a fence", `Example:\n\`\`\`sql\n${renamed}\n\`\`\`\nDone.`],
    ["in prose, in brackets", `The query (${renamed}) is the right one`],
    ["in a description, without quotes", `Sum of amounts; ${answer.replaceAll("'", "")}`],
    ["with invisible characters", answer.replaceAll("E", "E\u200b")],
    ["in wide letters", answer.replace("SELECT", "ＳＥＬＥＣＴ")],
    ["as a list", answer.replaceAll(/ (?=FROM|JOIN|WHERE|GROUP)/gu, "\n- ")],
    ["as numbered steps", `1. ${answer.replaceAll(/ (?=FROM|JOIN|WHERE|GROUP)/gu, "\n2. ")}`],
    ["as a quotation", `> ${answer.replaceAll(/ (?=FROM|JOIN|WHERE|GROUP)/gu, "\n> ")}`],
    [
      "in pieces between words",
      `First ${answer.replace(" FROM", ", and then FROM").replace(" WHERE", "; last WHERE")}.`,
    ],
    [
      "in backticks",
      answer
        .split(/ (?=FROM|WHERE)/u)
        .map((part) => `\`${part}\``)
        .join(" then "),
    ],
    ["in HTML", answer.replaceAll(" ", "&nbsp;")],
    ["with written line ends", answer.replaceAll(" FROM", String.raw`\nFROM`)],
    ["with short table names", answer.replaceAll("shop.sales.", "")],
    ["with other names, ordered and cut", `${renamed} ORDER BY 2 DESC LIMIT 1000`],
    ["with other names and an idle condition", renamed.replace("where", "where 1 = 1 and true and")],
    ["with other names and DISTINCT", renamed.replace("select", "select distinct")],
    [
      "with other names and columns in another order",
      renamed
        .replace("k.country as land, sum(b.amount) as summe", "sum(b.amount) as summe, k.country as land")
        .replace("by 1", "by 2"),
    ],
    ["as a short query", "Use SELECT COUNT(*) FROM shop.sales.orders t WHERE 'web' = t.channel"],
  ])("finds an answer %s", (_how, text) => {
    expect(visibleGuard(visible)(text)).toMatch(/^it holds the expected SQL of v[12]/u);
  });

  it("finds values that only changed places", () => {
    const between = question("v9", "q", "SELECT a FROM shop.sales.orders WHERE x IN ('p', 'q', 'r')");
    expect(visibleGuard([between])("SELECT a FROM shop.sales.orders WHERE x IN ('r', 'p', 'q')")).toContain("v9");
  });

  it("finds an answer without its order, but not one that is cut elsewhere", () => {
    const top = "SELECT o.channel AS c, SUM(o.amount) FROM shop.sales.orders o GROUP BY 1 ORDER BY 2 DESC";
    const loose = "select sum(x.amount) total, x.channel from shop.sales.orders x group by x.channel";
    expect(visibleGuard([question("v9", "q", top)])(loose)).toContain("v9");
    expect(visibleGuard([question("v9", "q", `${top} LIMIT 5`)])(loose)).toBeNull();
    expect(visibleGuard([question("v9", "q", `${top} LIMIT 5`)])(`${loose} ORDER BY total DESC LIMIT 10`)).toBeNull();
    expect(visibleGuard([question("v9", "q", `${top} LIMIT 5`)])(`${loose} ORDER BY total DESC LIMIT 5`)).toContain(
      "v9",
    );
  });

  it.each([
    ["another measure", answer.replace("SUM(o.amount)", "AVG(o.amount)")],
    ["another key", answer.replaceAll("c.country", "c.name")],
    ["another value", answer.replace("'paid'", "'open'")],
    ["a rule in words", "Amounts by country count paid orders only; join orders to customers on customer_id."],
    ["a measure", "SUM(orders.amount)"],
    ["a filter", "orders.status = 'paid'"],
    ["words that begin like a query", "Select from the customers with care, from time to time."],
    ["a question", "What is the total amount for each country?"],
    ["nothing", ""],
  ])("lets %s pass", (_what, text) => {
    expect(visibleGuard(visible)(text)).toBeNull();
  });

  it("finds an answer under any naming and wrapping", () => {
    const name = fc.constantFrom("a", "zz", "`매출`", "t_1", "ORDERS_2");
    const guard = visibleGuard(visible);
    fc.assert(
      fc.property(name, name, fc.boolean(), fc.constantFrom("", "Note: ", "예: "), (table, output, upper, before) => {
        const sql = `select count(*) as ${output} from shop.sales.orders ${table} where ${table}.channel = 'web'`;
        const written = upper
          ? sql.replaceAll(/\b(?:select|count|as|from|where)\b/gu, (word) => word.toUpperCase())
          : sql;
        expect(guard(before + written)).not.toBeNull();
      }),
    );
  });
});

describe("the guard of held-out questions", () => {
  const guard = (text: string): string | null => heldOutGuard({ visible, heldOut })(text);

  it.each([
    ["the question", heldOut[0]?.question ?? ""],
    ["the question in lower case without its mark", (heldOut[0]?.question ?? "").toLowerCase().replace("?", "")],
    ["the question inside a text", `Questions such as "${heldOut[0]?.question ?? ""}" are common here.`],
    ["the question with a word changed", "Which ten customers in Busan spent the most during the spring campaign"],
    ["a long part of it", "customers in Busan spent the most during spring"],
    ["the Korean question", heldOut[1]?.question ?? ""],
    ["the Korean question, decomposed", (heldOut[1]?.question ?? "").normalize("NFD")],
    ["the Korean question, nearly", "지난 분기 환불 주문은 몇 건인가요"],
    ["its SQL", secret],
    ["its SQL with other names", secret.replaceAll("c.", "k.").replaceAll(" c ", " k ").replaceAll("spent", "s9")],
    ["its SQL with other values", secret.replace("Busan-Haeundae", "Seoul").replace("2024-03-11", "2025-01-01")],
    ["its SQL in prose", `Write: ${secret.toLowerCase()} and nothing else`],
    ["a value of its own", "The district is called busan-haeundae in the data"],
    ["a date of its own", "the campaign began on 2024-03-11."],
  ])("finds %s", (_what, text) => {
    expect(guard(text)).toMatch(/held-out/u);
  });

  it.each([
    ["a visible question", visible[0]?.question ?? ""],
    ["a relative of a visible question", "What is the total amount for each channel?"],
    ["a description", "Net amount of one order in won; sum it for revenue."],
    ["a synonym", "매출"],
    ["a query of another shape", "SELECT o.channel, AVG(o.amount) FROM shop.sales.orders o GROUP BY o.channel"],
    ["a visible query with other values", "SELECT COUNT(*) FROM shop.sales.orders WHERE channel = 'shop'"],
    ["common words of it", "customers who spent most"],
  ])("lets %s pass", (_what, text) => {
    expect(guard(text)).toBeNull();
  });

  it("says nothing of what it found", () => {
    const reasons = heldOut.flatMap((held) => [guard(held.question), guard(held.expectedSql)]).join(" ");
    for (const word of ["Busan", "환불", "refunded", "2024"]) expect(reasons).not.toContain(word);
  });
});
