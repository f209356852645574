import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";
import { placeOf } from "../place-of.ts";

/** Runs that do not see each other's leases can work on one space at the same time, and share no quota. */
export const jobSchema: Check = {
  name: "job_schema",
  kind: "workspace",
  severity: "warns",
  needs: ["job"],
  orchestrator: "itself",
  run: ({ settings }, known) => {
    const { catalog, schema, coordination_schema: named } = knownFact(known, "job").parameters;
    const theirs = named || schema;
    if (theirs === undefined) return ok(findings.placesOk);
    const place = placeOf(settings);
    const ours = `${place.catalog}.${place.coordinationSchema}`;
    const whole = `${catalog || place.catalog}.${theirs}`;
    if (whole === ours) return ok(findings.placesOk);
    return failing(findings.placesDiffer(whole, ours), "you", findings.placesGive(theirs));
  },
};
