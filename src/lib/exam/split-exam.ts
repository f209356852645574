import { drawOf } from "../core/random.ts";
import { examDigest } from "./exam-digest.ts";
import { familiesOf } from "./families.ts";
import type { Exam, Question } from "./question.ts";

/** Below this, a held-out part would be too small to say anything and would cost too much of the visible one. */
export const fewestForHoldingOut = 15;
const heldOutShare = 0.2;

/**
 * Decides which questions are held out: a fifth, spread over the categories, drawn by the exam's digest and the seed alone.
 * Questions that give one another away are held out together or not at all; so the part may lack as much of a fifth as the smallest family
 * left visible has questions, less one. The SQL parser must have been loaded.
 */
export function splitExam(questions: readonly Question[], seed: string): Exam["questions"] {
  const heldOut = questions.length < fewestForHoldingOut ? new Set<string>() : chosen(questions, seed);
  return questions.map((question): Exam["questions"][number] =>
    Object.assign({}, question, { split: heldOut.has(question.id) ? ("held_out" as const) : ("visible" as const) }),
  );
}

/** Questions that stay together, with what they are drawn by. */
type Family = { readonly name: string; readonly category: string; readonly ids: readonly string[] };

function chosen(questions: readonly Question[], seed: string): ReadonlySet<string> {
  const digest = examDigest(questions);
  const draw = (...parts: readonly string[]): number => drawOf(digest, seed, ...parts);
  const wanted = Math.round(questions.length * heldOutShare);
  const families = familiesOf(questions).map((members): Family => {
    // Of the exam's order nothing may hang.
    const byId = members.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return { name: byId[0]?.id ?? "", category: byId[0]?.category ?? "", ids: byId.map((member) => member.id) };
  });
  const drawn = families.toSorted((a, b) => draw("question", a.name) - draw("question", b.name));
  const quotas = quotasOf(drawn, wanted, (category) => draw("category", category));
  const taken = new Set<Family>();
  let left = wanted;
  const take = (family: Family, room: number): number => {
    if (taken.has(family) || family.ids.length > Math.min(room, left)) return 0;
    taken.add(family);
    left -= family.ids.length;
    return family.ids.length;
  };
  for (const [category, quota] of quotas) {
    let room = quota;
    for (const family of drawn) if (family.category === category) room -= take(family, room);
  }
  // What no family of its category fills goes to others.
  for (const family of drawn) take(family, left);
  return new Set([...taken].flatMap((family) => family.ids));
}

/** How many questions each category gives, in all as many as wanted: its share, and what rounding leaves to those that lost most by it. */
function quotasOf(
  families: readonly Family[],
  wanted: number,
  draw: (category: string) => number,
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { category, ids } of families) sizes.set(category, (sizes.get(category) ?? 0) + ids.length);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const shares = [...sizes].map(([category, size]) => {
    const exact = (wanted * size) / total;
    return { category, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const rest = wanted - shares.reduce((sum, share) => sum + share.whole, 0);
  const favoured = new Set(
    shares
      .toSorted((a, b) => b.rest - a.rest || draw(a.category) - draw(b.category))
      .slice(0, rest)
      .map((share) => share.category),
  );
  return new Map(shares.map(({ category, whole }) => [category, whole + (favoured.has(category) ? 1 : 0)]));
}
