import { integerBelow, shuffled, type Random } from "../../lib/core/random.ts";
import { shops } from "./bakehouse-shops.ts";

/** One receipt. `shop`, `customer` are places in their lists; `time` is milliseconds since the epoch, UTC. */
export type Receipt = {
  readonly shop: number;
  readonly customer: number;
  readonly product: string;
  readonly paymentMethod: string;
  readonly time: number;
  readonly quantity: number;
};

type Share = { readonly name: string; readonly receipts: number; readonly units: number };

/** How often and how many: counts and units rank differently on purpose. */
const products: readonly Share[] = [
  { name: "Golden Gate Ginger", receipts: 586, units: 3865 },
  { name: "Outback Oatmeal", receipts: 561, units: 3733 },
  { name: "Austin Almond Biscotti", receipts: 530, units: 3716 },
  { name: "Tokyo Tidbits", receipts: 583, units: 3662 },
  { name: "Pearly Pies", receipts: 550, units: 3595 },
  { name: "Orchard Oasis", receipts: 523, units: 3586 },
];

const payments: readonly Share[] = [
  { name: "mastercard", receipts: 1144, units: 7421 },
  { name: "amex", receipts: 1106, units: 7478 },
  { name: "visa", receipts: 1083, units: 7258 },
];

/** Receipts of 2024-05-01 to 2024-05-17: two days share the second place, the last is half a day. */
const days = [189, 203, 196, 210, 184, 199, 207, 219, 219, 192, 205, 187, 229, 201, 181, 206, 106] as const;

const matched = 27;
/** Receipts and units of the shops that have a supplier. */
const matchedReceipts = 1853;
const matchedUnits = 10_978;

/** Units of the shops whose rank or tie matters, by place in the list; a factor multiplies each quantity. */
const fixedUnits: ReadonlyMap<number, { readonly units: number; readonly factor: number }> = new Map([
  [46, { units: 2214, factor: 6 }],
  [47, { units: 1504, factor: 4 }],
  [0, { units: 930, factor: 2 }],
  [21, { units: 838, factor: 2 }],
  [2, { units: 834, factor: 2 }],
  [40, { units: 413, factor: 1 }],
  [44, { units: 413, factor: 1 }],
  [5, { units: 404, factor: 1 }],
  [30, { units: 404, factor: 1 }],
  [8, { units: 361, factor: 1 }],
  [33, { units: 361, factor: 1 }],
]);

/** Shops where every quantity is one. */
const singles: ReadonlySet<number> = new Set([20, 39]);

const firstDay = Date.UTC(2024, 4, 1);
const dayLength = 86_400_000;
/** 11:48 on the last day. */
const lastMinute = (11 * 60 + 48) * 60_000;

/** All receipts in key order, from one stream of chance. */
export function makeReceipts(random: Random, customers: number): readonly Receipt[] {
  const perShop = shareOut(random, shops.length, (place) => place < matched, matchedReceipts, 3333, 52, 84);
  const receiptsOf = perShop.flatMap((count, place) => Array.from({ length: count }, () => place));
  const places = shuffled(random, receiptsOf);
  const quantities = quantitiesOf(random, places, perShop);
  const buyers = buyersOf(random, customers, places.length);
  const goods = labels(random, products, quantities);
  const cards = labels(random, payments, quantities);
  const times = timesOf(random);
  return places.map((place, at) => ({
    shop: place,
    customer: buyers[at] ?? 0,
    product: goods[at] ?? "",
    paymentMethod: cards[at] ?? "",
    time: times[at] ?? 0,
    quantity: quantities[at] ?? 1,
  }));
}

/** Whole numbers between low and high, one a place, whose sum over the first part and over all is as asked. */
function shareOut(
  random: Random,
  count: number,
  isFirst: (place: number) => boolean,
  firstTotal: number,
  total: number,
  low: number,
  high: number,
): number[] {
  const shares = Array.from({ length: count }, () => low + integerBelow(random, high - low + 1));
  const parts = [
    { member: isFirst, wanted: firstTotal },
    { member: (place: number) => !isFirst(place), wanted: total - firstTotal },
  ];
  for (const { member, wanted } of parts) {
    const places = shares.map((_, place) => place).filter(member);
    let missing = wanted - places.reduce((sum, place) => sum + (shares[place] ?? 0), 0);
    while (missing !== 0) {
      const place = places[integerBelow(random, places.length)] ?? 0;
      const next = (shares[place] ?? 0) + Math.sign(missing);
      if (next < low - 3 || next > high + 5) continue;
      shares[place] = next;
      missing -= Math.sign(missing);
    }
  }
  return shares;
}

function quantitiesOf(random: Random, places: readonly number[], perShop: readonly number[]): number[] {
  const targets = unitTargets(random, perShop);
  const quantities = places.map(() => 0);
  for (let place = 0; place < perShop.length; place += 1) {
    const mine = places.flatMap((shop, at) => (shop === place ? [at] : []));
    const factor = fixedUnits.get(place)?.factor ?? 1;
    const wanted = (targets[place] ?? 0) / factor;
    const bases = mine.map(() => (singles.has(place) ? 1 : 1 + integerBelow(random, 10)));
    let missing = wanted - bases.reduce((sum, base) => sum + base, 0);
    while (missing !== 0) {
      const at = integerBelow(random, bases.length);
      const next = (bases[at] ?? 1) + Math.sign(missing);
      if (next < 1 || next > 10) continue;
      bases[at] = next;
      missing -= Math.sign(missing);
    }
    for (const [index, at] of mine.entries()) quantities[at] = (bases[index] ?? 1) * factor;
  }
  return quantities;
}

/** Units a shop sells in all: the fixed ones as they are, the rest spread so that no further tie arises. */
function unitTargets(random: Random, perShop: readonly number[]): number[] {
  const units = perShop.map((receipts, place) =>
    singles.has(place) ? receipts : (fixedUnits.get(place)?.units ?? Math.floor((receipts * 11) / 2)),
  );
  const free = units.map((_, place) => place).filter((place) => !fixedUnits.has(place) && !singles.has(place));
  const parts = [
    { member: (place: number) => place < matched, wanted: matchedUnits },
    { member: (place: number) => place >= matched, wanted: 22_157 - matchedUnits },
  ];
  const sumOf = (member: (place: number) => boolean): number =>
    units.reduce((sum, amount, place) => (member(place) ? sum + amount : sum), 0);
  const taken = (amount: number, by: number): boolean => units.some((other, place) => place !== by && other === amount);
  for (const { member, wanted } of parts) {
    const places = free.filter(member);
    for (let missing = wanted - sumOf(member); missing !== 0 || places.some((at) => taken(units[at] ?? 0, at));) {
      const at = places[integerBelow(random, places.length)] ?? 0;
      const step = missing === 0 ? 1 - 2 * integerBelow(random, 2) : Math.sign(missing);
      const next = (units[at] ?? 0) + step;
      const receipts = perShop[at] ?? 0;
      if (next < receipts * 3 || next > receipts * 8 || next > 800) continue;
      units[at] = next;
      missing -= step;
    }
  }
  return units;
}

/** Hands out labels by their counts, then swaps pairs until each label's units are as asked. */
function labels(random: Random, shares: readonly Share[], quantities: readonly number[]): string[] {
  const indexes = shuffled(
    random,
    shares.flatMap(({ receipts }, label) => Array.from({ length: receipts }, () => label)),
  );
  const excess = shares.map(({ units }) => -units);
  for (const [at, label] of indexes.entries()) excess[label] = (excess[label] ?? 0) + (quantities[at] ?? 0);
  const size = (left: number, right: number): number => Math.abs(left) + Math.abs(right);
  while (excess.some((amount) => amount !== 0)) {
    const left = integerBelow(random, indexes.length);
    const right = integerBelow(random, indexes.length);
    const [one, other] = [indexes[left] ?? 0, indexes[right] ?? 0];
    if (one === other) continue;
    const moved = (quantities[right] ?? 0) - (quantities[left] ?? 0);
    const [before, after] = [excess[one] ?? 0, excess[other] ?? 0];
    if (size(before + moved, after - moved) > size(before, after)) continue;
    excess[one] = before + moved;
    excess[other] = after - moved;
    indexes[left] = other;
    indexes[right] = one;
  }
  return indexes.map((label) => shares[label]?.name ?? "");
}

/** Three receipts for everybody, the rest by chance up to 21; one customer comes 22 times. */
function buyersOf(random: Random, customers: number, receipts: number): number[] {
  const counts = Array.from({ length: customers }, () => 3);
  const regular = integerBelow(random, customers);
  counts[regular] = 22;
  let left = receipts - counts.reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    const customer = integerBelow(random, customers);
    if ((counts[customer] ?? 0) >= 21 || customer === regular) continue;
    counts[customer] = (counts[customer] ?? 0) + 1;
    left -= 1;
  }
  return shuffled(
    random,
    counts.flatMap((count, customer) => Array.from({ length: count }, () => customer)),
  );
}

function timesOf(random: Random): number[] {
  const used = new Set<number>();
  for (const [day, count] of days.entries()) {
    const length = day === days.length - 1 ? lastMinute : dayLength;
    const before = used.size;
    while (used.size < before + count) used.add(firstDay + day * dayLength + integerBelow(random, length));
  }
  return shuffled(random, [...used]);
}
