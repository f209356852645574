import { integerBelow, seededRandom, shuffled, type Random } from "../../lib/core/random.ts";
import { makers } from "./bakehouse-makers.ts";
import { customerCount, customers } from "./bakehouse-people.ts";
import { chunks, reviews } from "./bakehouse-reviews.ts";
import { makeReceipts } from "./bakehouse-sales.ts";
import { shops, sizes } from "./bakehouse-shops.ts";
import { instant } from "./instant.ts";
import { pick } from "./pick.ts";
import { insertRows, type SampleTable } from "./sample-table.ts";

/** The six tables of `bakehouse` at their live size, each with its rows in key order. */
export function bakehouseStatements(schema: string, seed: string): readonly string[] {
  const chance = (part: string): Random => seededRandom(`${seed}/bakehouse/${part}`);
  const tables: readonly SampleTable[] = [
    sales(chance("receipts")),
    customers(chance("customers")),
    franchises(chance("franchises")),
    suppliers(chance("suppliers")),
    reviews(chance("reviews")),
    chunks(chance("chunks")),
  ];
  return tables.flatMap((table) => insertRows(schema, table));
}

function sales(random: Random): SampleTable {
  const cards = new Set<string>();
  return {
    name: "sales_transactions",
    columns: [
      ["transactionID", "BIGINT"],
      ["customerID", "BIGINT"],
      ["franchiseID", "BIGINT"],
      ["dateTime", "TIMESTAMPTZ"],
      ["product", "VARCHAR"],
      ["quantity", "BIGINT"],
      ["unitPrice", "BIGINT"],
      ["totalPrice", "BIGINT"],
      ["paymentMethod", "VARCHAR"],
      ["cardNumber", "BIGINT"],
    ],
    rows: makeReceipts(random, customerCount).map((receipt, at) => [
      1_000_000 + at,
      2_000_000 + receipt.customer,
      3_000_000 + receipt.shop,
      instant(receipt.time),
      receipt.product,
      receipt.quantity,
      3,
      receipt.quantity * 3,
      receipt.paymentMethod,
      cardNumber(random, receipt.paymentMethod, cards),
    ]),
  };
}

/** A number of the right length and first digit that no card can have: its check digit is wrong. */
function cardNumber(random: Random, method: string, used: Set<string>): string {
  const first = method === "amex" ? "3" : method === "visa" ? "4" : integerBelow(random, 2) === 0 ? "2" : "5";
  const length = method === "amex" ? 15 : 16;
  for (;;) {
    let body = first;
    while (body.length < length - 1) body += String(integerBelow(random, 10));
    const card = body + String((checkDigit(body) + 1 + integerBelow(random, 9)) % 10);
    if (used.has(card)) continue;
    used.add(card);
    return card;
  }
}

/** The digit that would make the number valid (Luhn). */
function checkDigit(body: string): number {
  let sum = 0;
  for (const [place, digit] of [...body].toReversed().entries()) {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10;
}

function franchises(random: Random): SampleTable {
  const spread = shuffled(
    random,
    shops.map((_, at) => sizes[at % sizes.length] ?? "M"),
  );
  return {
    name: "sales_franchises",
    columns: [
      ["franchiseID", "BIGINT"],
      ["name", "VARCHAR"],
      ["city", "VARCHAR"],
      ["district", "VARCHAR"],
      ["zipcode", "VARCHAR"],
      ["country", "VARCHAR"],
      ["size", "VARCHAR"],
      ["longitude", "DOUBLE"],
      ["latitude", "DOUBLE"],
      ["supplierID", "BIGINT"],
    ],
    rows: shops.map((shop, at) => [
      3_000_000 + at,
      shop.name,
      shop.city,
      shop.district,
      shop.zipcode,
      shop.country,
      spread[at] ?? "M",
      shop.longitude,
      shop.latitude,
      4_000_000 + at,
    ]),
  };
}

function suppliers(random: Random): SampleTable {
  return {
    name: "sales_suppliers",
    columns: [
      ["supplierID", "BIGINT"],
      ["name", "VARCHAR"],
      ["ingredient", "VARCHAR"],
      ["continent", "VARCHAR"],
      ["city", "VARCHAR"],
      ["district", "VARCHAR"],
      ["size", "VARCHAR"],
      ["longitude", "DOUBLE"],
      ["latitude", "DOUBLE"],
      ["approved", "VARCHAR"],
    ],
    rows: makers.map((maker, at) => [
      4_000_000 + at,
      maker.name,
      maker.ingredient,
      maker.continent,
      maker.city,
      maker.district,
      pick(random, sizes),
      maker.longitude,
      maker.latitude,
      "Y",
    ]),
  };
}
