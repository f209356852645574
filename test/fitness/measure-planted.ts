import { type FindingCode, findingCodes } from "../../src/lib/exam/fitness/finding.ts";
import type { Question } from "../../src/lib/exam/question.ts";
import { defects, sound } from "./planted-defects.ts";
import { type PlantedGround, questionOf } from "./planted-exam.ts";
import { differentQuestions, rewordings } from "./planted-questions.ts";

/** How well one kind is found. */
export type Recall = { readonly code: FindingCode; readonly planted: number; readonly missed: readonly string[] };

export type Measured = {
  readonly recalls: readonly Recall[];
  readonly sound: number;
  readonly alarms: readonly string[];
};

/** Plants every kind of defect that runs on a warehouse, at most so many of each, and sound questions beside them. */
export async function measurePlanted(ground: PlantedGround, most: number): Promise<Measured> {
  const recalls: Recall[] = [];
  for (const [code, planted] of Object.entries(defects) as [FindingCode, (typeof sound)[number][]][]) {
    const questions = spread(planted, most).map(({ sql }, index) => questionOf(`${code}_${String(index)}`, sql));
    recalls.push(await recallOf(ground, code, questions));
  }
  recalls.push(await duplicates(ground, most), await amongExamples(ground, most));
  const clean = spread(sound, most * 4).map(({ sql }, index) =>
    questionOf(`sound_${String(index)}`, sql, differentQuestions[index] ?? `Figure ${String(index)}`),
  );
  const { findings } = await ground.check(clean);
  const alarmed = new Set(findings.map(({ question }) => question));
  const sqlOf = new Map(clean.map(({ id, expectedSql }) => [id, expectedSql]));
  return {
    recalls,
    sound: clean.length,
    alarms: [...alarmed].map(
      (id) => `${findings.find((one) => one.question === id)?.code ?? ""}: ${sqlOf.get(id) ?? id}`,
    ),
  };
}

/** Kinds that no statement on a warehouse shows by itself: they are planted by the tests beside this. */
export const plantedElsewhere: readonly FindingCode[] = ["permission", "timeout", "slow"];

/** Every kind there is, for the tests to see that none is left out. */
export const everyCode = Object.keys(findingCodes) as FindingCode[];

async function recallOf(
  ground: PlantedGround,
  code: FindingCode,
  questions: readonly Question[],
  examples: readonly { readonly question: string; readonly sql: string }[] = [],
  planted: readonly Question[] = questions,
): Promise<Recall> {
  const { findings } = await ground.check(questions, { examples });
  const found = new Set(findings.flatMap((one) => (one.code === code ? one.question : [])));
  const missed = planted
    .filter(({ id }) => !found.has(id))
    .map(({ expectedSql, question }) =>
      questions.length === planted.length && examples.length === 0 ? expectedSql : question,
    );
  return { code, planted: planted.length, missed };
}

const plainSql = "SELECT COUNT(*) AS n FROM samples.bakehouse.sales_suppliers";

async function duplicates(ground: PlantedGround, most: number): Promise<Recall> {
  const asked = spread(differentQuestions, most);
  const first = asked.map((question, index) => questionOf(`first_${String(index)}`, plainSql, question));
  const again = asked.map((question, index) =>
    questionOf(`again_${String(index)}`, plainSql, rewordings[index % rewordings.length]?.(question) ?? question),
  );
  return recallOf(ground, "near_duplicate", [...first, ...again], [], again);
}

async function amongExamples(ground: PlantedGround, most: number): Promise<Recall> {
  const planted = spread(sound, most).map(({ sql }, index) =>
    questionOf(`known_${String(index)}`, sql, `Entirely new question number ${String(index)}`),
  );
  const asked = spread(differentQuestions, most).map((question, index) =>
    questionOf(`asked_${String(index)}`, plainSql, question),
  );
  const examples = [
    ...planted.map(({ expectedSql }, index) => ({
      question: `Example ${String(index)} of the space`,
      sql: `${expectedSql.replace(/;$/u, "")} -- as written`,
    })),
    ...asked.map(({ question }, index) => ({
      question: rewordings[index % rewordings.length]?.(question) ?? question,
      sql: `SELECT ${String(index)} AS other`,
    })),
  ];
  return recallOf(ground, "among_examples", [...planted, ...asked], examples);
}

/** So many of a list, from all over it. */
function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)] as T);
}
