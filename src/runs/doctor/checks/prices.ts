import { isPriced } from "../../../lib/forecast/prices.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { pricesOf } from "../../budget/prices-of.ts";
import { type Check, failing, ok } from "../check.ts";

export const prices: Check = {
  name: "prices",
  kind: "settings",
  severity: "blocks",
  needs: [],
  orchestrator: "itself",
  run: ({ settings }) => {
    const { max_cost: most } = settings;
    if (most === null || isPriced(pricesOf(settings))) return ok(findings.pricesOk);
    return failing(findings.pricesLack(most), "you", findings.pricesGive);
  },
};
