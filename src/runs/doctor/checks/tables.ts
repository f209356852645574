import pLimit from "p-limit";
import type { Exam } from "../../../lib/exam/question.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { both, runThis } from "../../../lib/report/texts/doctor-texts.ts";
import type { SpaceDocument } from "../../../lib/space/document.ts";
import { tablesReadBy } from "../../../lib/sql/tables-read.ts";
import { quoted } from "../../../lib/state/names.ts";
import { type Check, failing, ok } from "../check.ts";
import { grantOf, lackingIn } from "../grant.ts";
import { knownFact } from "../known-fact.ts";
import { probe } from "../probe.ts";

/** Every table that the exam's SQL or the space names. One that cannot be read spoils the questions whose expected SQL reads it. */
export const tables: Check = {
  name: "tables",
  kind: "workspace",
  severity: "warns",
  needs: ["exam"],
  orchestrator: "itself",
  run: async (context, known) => {
    const readers = readersOf(knownFact(known, "exam"), knownFact(known, "document"));
    const limit = pLimit(context.settings.sql_concurrent);
    const probed = await Promise.all(
      [...readers.keys()].map((name) =>
        limit(async () => {
          const sql = `SELECT * FROM ${name.split(".").map(quoted).join(".")} LIMIT 0`;
          return { name, probed: await probe(context, sql) };
        }),
      ),
    );
    const refused = probed.flatMap(({ name, probed: one }) =>
      one.kind === "refused"
        ? { name, lacking: lackingIn(one.said) ?? { privilege: "SELECT", kind: "TABLE", name } }
        : [],
    );
    const missing = probed.flatMap(({ name, probed: one }) => (one.kind === "missing" ? name : []));
    if (refused.length + missing.length === 0) return ok(findings.tablesOk(readers.size));
    const { userName } = knownFact(known, "identity");
    const grants = refused.map(({ lacking }) => grantOf(lacking.privilege, lacking.kind, lacking.name, userName));
    const names = refused.map(({ name }) => name);
    const spoils = [...names, ...missing].flatMap((name) => readers.get(name) ?? []);
    const parts = {
      refused: findings.tablesRefused(userName, names.join(", ")),
      missing: findings.tablesMissing(missing.join(", ")),
    };
    const detail =
      names.length === 0 ? parts.missing : missing.length === 0 ? parts.refused : both(parts.refused, parts.missing);
    const grant = runThis([...new Set(grants)].join("; "));
    const remedy =
      names.length === 0 ? findings.tablesRename : missing.length === 0 ? grant : both(grant, findings.tablesRename);
    return failing(detail, names.length === 0 ? "you" : "workspace_admin", remedy, {
      spoils: [...new Set(spoils)].toSorted(),
    });
  },
};

/** Full names of tables, lower case, with the ids of the questions whose expected SQL reads each. */
function readersOf(exam: Exam, document: SpaceDocument): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  for (const { identifier } of document.data_sources.tables ?? []) readers.set(identifier.toLowerCase(), []);
  for (const { id, expectedSql } of exam.questions) {
    for (const name of tablesReadBy(expectedSql)) {
      if (name.split(".").length !== 3) continue;
      readers.set(name, [...(readers.get(name) ?? []), id]);
    }
  }
  return readers;
}
