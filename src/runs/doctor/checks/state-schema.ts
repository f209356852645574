import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { qualified } from "../../../lib/state/names.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";
import { privilegeFinding } from "../privilege-finding.ts";
import { probe, refusalIn } from "../probe.ts";
import { placeOf } from "../place-of.ts";

/**
 * Whether the state tables can be read. Where there are none they are made, as the first run would: whether they may be made, no other
 * call tells for certain.
 */
export const stateSchema: Check = {
  name: "state_schema",
  kind: "workspace",
  severity: "blocks",
  needs: ["catalog"],
  orchestrator: "itself",
  run: async (context, known) => {
    const place = placeOf(context.settings);
    const name = `${place.catalog}.${place.schema}`;
    const { userName } = knownFact(known, "identity");
    const probed = await probe(context, `SELECT * FROM ${qualified(place, "state", "schema_version")} LIMIT 0`);
    switch (probed.kind) {
      case "rows":
        return ok(findings.schemaOk(name));
      case "refused":
        return privilegeFinding(probed.said, { privilege: "USE SCHEMA, SELECT", kind: "SCHEMA", name }, userName);
      case "failed":
        return failing(
          findings.notRun(name, probed.said),
          "you",
          findings.warehouseStart(context.settings.warehouse_id ?? ""),
        );
      case "missing":
        break;
    }
    try {
      await context.run.state.migrate();
      return ok(findings.schemaMade(name));
    } catch (thrown) {
      const said = refusalIn(thrown);
      if (said === null) throw thrown;
      return privilegeFinding(said, { privilege: "CREATE SCHEMA", kind: "CATALOG", name: place.catalog }, userName);
    }
  },
};
