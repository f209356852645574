import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { createTableStatement } from "../../../lib/state/migrations/ddl.ts";
import { qualified, schemaName } from "../../../lib/state/names.ts";
import { leasesTable } from "../../../lib/state/tables/leases.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";
import { placeOf } from "../place-of.ts";
import { privilegeFinding } from "../privilege-finding.ts";
import { probe } from "../probe.ts";

/** Leases and the shared quota: the same table for every deployment that works on the same spaces. */
export const coordinationSchema: Check = {
  name: "coordination_schema",
  kind: "workspace",
  severity: "blocks",
  needs: ["state_schema"],
  orchestrator: "itself",
  run: async (context, known) => {
    const place = placeOf(context.settings);
    const name = `${place.catalog}.${place.coordinationSchema}`;
    const probed = await probe(context, `SELECT * FROM ${qualified(place, "coordination", leasesTable.name)} LIMIT 0`);
    switch (probed.kind) {
      case "rows":
        return ok(place.schema === place.coordinationSchema ? findings.schemaSame : findings.schemaOk(name));
      case "refused": {
        const usual = { privilege: "USE SCHEMA, SELECT", kind: "SCHEMA", name };
        return privilegeFinding(probed.said, usual, knownFact(known, "identity").userName);
      }
      case "missing":
        return failing(
          findings.tablesMissing(`${name}.${leasesTable.name}`),
          "workspace_admin",
          runThis(
            `CREATE SCHEMA IF NOT EXISTS ${schemaName(place, "coordination")};`,
            createTableStatement(place, leasesTable).replace(/\s*\n\s*/gu, " "),
          ),
        );
      case "failed":
        return failing(
          findings.notRun(name, probed.said),
          "you",
          findings.warehouseStart(context.settings.warehouse_id ?? ""),
        );
    }
  },
};
