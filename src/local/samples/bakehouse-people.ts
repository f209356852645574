import { integerBelow, shuffled, type Random } from "../../lib/core/random.ts";
import { pick } from "./pick.ts";
import type { SampleTable } from "./sample-table.ts";
import {
  familyNames,
  givenNames,
  states,
  streetKinds,
  streetNames,
  townEnds,
  townMiddles,
  townStarts,
} from "./words.ts";

export const customerCount = 300;

/** Invented customers: the state is one of the United States wherever they live, the zip code has lost its zeros. */
export function customers(random: Random): SampleTable {
  const countries = shuffled(random, [
    ...Array.from({ length: 108 }, () => ["Australia", "Oceania"] as const),
    ...Array.from({ length: 99 }, () => ["USA", "North America"] as const),
    ...Array.from({ length: 93 }, () => ["Japan", "Asia"] as const),
  ]);
  const genders = shuffled(
    random,
    Array.from({ length: customerCount }, (_, at) => (at < 151 ? "female" : "male")),
  );
  const names = fullNames(random);
  return {
    name: "sales_customers",
    columns: [
      ["customerID", "BIGINT"],
      ["first_name", "VARCHAR"],
      ["last_name", "VARCHAR"],
      ["email_address", "VARCHAR"],
      ["phone_number", "VARCHAR"],
      ["address", "VARCHAR"],
      ["city", "VARCHAR"],
      ["state", "VARCHAR"],
      ["country", "VARCHAR"],
      ["continent", "VARCHAR"],
      ["postal_zip_code", "BIGINT"],
      ["gender", "VARCHAR"],
    ],
    rows: countries.map(([country, continent], at) => {
      const [first = "", last = ""] = names[at] ?? [];
      const [full, code] = pick(random, states);
      return [
        2_000_000 + at,
        first,
        last,
        `${first}.${last}${String(at)}@example.${pick(random, ["com", "net", "org"])}`.toLowerCase(),
        phoneNumber(random),
        `${String(1 + integerBelow(random, 999))} ${pick(random, streetNames)} ${pick(random, streetKinds)}`,
        `${pick(random, townStarts)} ${capital(pick(random, townMiddles))}${pick(random, townEnds)}`,
        country === "USA" ? code : full,
        country,
        continent,
        1000 + integerBelow(random, 98_000),
        genders[at] ?? "",
      ];
    }),
  };
}

/** As many full names as customers, all different but one, which stands twice. */
function fullNames(random: Random): readonly (readonly [string, string])[] {
  const all = shuffled(
    random,
    givenNames.flatMap((first) => familyNames.map((last) => [first, last] as const)),
  ).slice(0, customerCount - 1);
  const twice = all[0] ?? (["", ""] as const);
  return [...all.slice(0, 150), twice, ...all.slice(150)];
}

function phoneNumber(random: Random): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => String(integerBelow(random, 10))).join("");
  const [area, middle, line] = [digits(3), digits(3), digits(4)];
  return pick(random, [
    `${area}-${middle}-${line}`,
    `(${area})${middle}-${line}`,
    `${area}.${middle}.${line}`,
    `${area}${middle}${line}`,
    `+1-${area}-${middle}-${line}`,
    `${area}-${middle}-${line}x${digits(4)}`,
  ]);
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
