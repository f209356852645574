import { createHash } from "node:crypto";
import { integerBelow, shuffled, type Random } from "../../lib/core/random.ts";
import { shops } from "./bakehouse-shops.ts";
import { instant } from "./instant.ts";
import type { SampleTable } from "./sample-table.ts";
import { reviewSentences } from "./words.ts";

const reviewDays = [20, 22, 24, 27, 29, 31] as const;

/** Three or six reviews a shop on six days, none of them a day with sales; twelve texts stand twice. */
export function reviews(random: Random): SampleTable {
  const perShop = shuffled(
    random,
    shops.map((_, at) => (at < 28 ? 3 : 6)),
  );
  const places = shuffled(
    random,
    perShop.flatMap((count, shop) => Array.from({ length: count }, () => shop)),
  );
  const texts = places.map((_, at) => reviewText(random, at < 122 ? "\n\n" : " "));
  for (let copy = 0; copy < 12; copy += 1) texts[190 + copy] = texts[copy * 7] ?? "";
  return {
    name: "media_customer_reviews",
    columns: [
      ["review", "VARCHAR"],
      ["franchiseID", "BIGINT"],
      ["review_date", "TIMESTAMPTZ"],
      ["new_id", "INTEGER"],
    ],
    rows: places.map((shop, at) => [
      texts[at] ?? "",
      3_000_000 + shop,
      instant(Date.UTC(2024, 4, reviewDays[at % reviewDays.length] ?? 20, 9, 30)),
      at + 1,
    ]),
  };
}

function reviewText(random: Random, gap: string): string {
  const sentences = shuffled(random, reviewSentences).slice(0, 7 + integerBelow(random, 12));
  const half = Math.floor(sentences.length / 2);
  return `${sentences.slice(0, half).join(" ")}${gap}${sentences.slice(half).join(" ")}`;
}

/** Two to six pieces of text a shop; their ids are no key. */
export function chunks(random: Random): SampleTable {
  const perShop = shops.map(() => 4);
  for (let extra = 0; extra < 4;) {
    const [from, to] = [integerBelow(random, shops.length), integerBelow(random, shops.length)];
    if (extra < 4 && (perShop[to] ?? 0) < 6) {
      perShop[to] = (perShop[to] ?? 0) + 1;
      extra += 1;
    }
    if ((perShop[from] ?? 0) > 2 && (perShop[to] ?? 0) < 6) {
      perShop[from] = (perShop[from] ?? 0) - 1;
      perShop[to] = (perShop[to] ?? 0) + 1;
    }
  }
  const places = perShop.flatMap((count, shop) => Array.from({ length: count }, () => shop));
  return {
    name: "media_gold_reviews_chunked",
    columns: [
      ["franchiseID", "INTEGER"],
      ["review_date", "TIMESTAMPTZ"],
      ["chunked_text", "VARCHAR"],
      ["chunk_id", "VARCHAR"],
      ["review_uri", "VARCHAR"],
    ],
    rows: places.map((shop, at) => [
      3_000_000 + shop,
      instant(Date.UTC(2024, 5, 3)),
      reviewText(random, " ").slice(0, 400),
      createHash("md5")
        .update(`chunk ${String(at % 138)}`)
        .digest("hex"),
      "s3://example-bucket/reviews/gold",
    ]),
  };
}
