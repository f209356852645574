import pLimit from "p-limit";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { stateTables } from "../../../lib/state/migrations/001-tables.ts";
import { qualified } from "../../../lib/state/names.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";
import { placeOf } from "../place-of.ts";
import { privilegeFinding } from "../privilege-finding.ts";
import { probe } from "../probe.ts";

/** Deletes no row of each table, which takes the right to change it. */
export const stateWrite: Check = {
  name: "state_write",
  kind: "workspace",
  severity: "blocks",
  needs: ["state_columns"],
  orchestrator: "itself",
  run: async (context, known) => {
    const place = placeOf(context.settings);
    const limit = pLimit(context.settings.sql_concurrent);
    const probed = await Promise.all(
      stateTables.map(({ name, role }) =>
        limit(async () => {
          const schema = role === "state" ? place.schema : place.coordinationSchema;
          const table = qualified(place, role, name);
          return {
            ...(await probe(context, `DELETE FROM ${table} WHERE 1 = 0`)),
            schema: `${place.catalog}.${schema}`,
          };
        }),
      ),
    );
    for (const one of probed) {
      if (one.kind === "rows") continue;
      if (one.kind === "refused") {
        const usual = { privilege: "SELECT, MODIFY", kind: "SCHEMA", name: one.schema };
        return privilegeFinding(one.said, usual, knownFact(known, "identity").userName);
      }
      return failing(
        findings.notRun(one.schema, one.said),
        "you",
        findings.warehouseStart(context.settings.warehouse_id ?? ""),
      );
    }
    return ok(findings.writeOk);
  },
};
