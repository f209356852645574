import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { stateTables } from "../../../lib/state/migrations/001-tables.ts";
import { qualified } from "../../../lib/state/names.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";
import { placeOf } from "../place-of.ts";

export const stateColumns: Check = {
  name: "state_columns",
  kind: "workspace",
  severity: "blocks",
  needs: ["state_version"],
  orchestrator: "itself",
  run: ({ settings }, known) => {
    const { problems } = knownFact(known, "schema");
    if (problems.length === 0) return ok(findings.columnsOk(stateTables.length));
    const place = placeOf(settings);
    const renames = problems.map(({ table }) => {
      const role = stateTables.find(({ name }) => name === table)?.role ?? "state";
      return `ALTER TABLE ${qualified(place, role, table)} RENAME TO ${qualified(place, role, `${table}_old`)};`;
    });
    // What is not applied is made again; tables that are there are left as they are.
    const anew = [...renames, `DELETE FROM ${qualified(place, "state", "schema_version")};`].join(" ");
    const found = problems.map(({ table, problem }) => `${table} ${problem}`).join("; ");
    return failing(findings.columnsLack(found), "you", findings.columnsRename(`${anew} genie-enhancer state migrate`));
  },
};
