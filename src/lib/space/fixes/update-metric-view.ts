import { trialViewName } from "../metric-view/trial-name.ts";
import { text, viewName } from "./fields.ts";
import { fixType, folded, refusal } from "./fix-type.ts";
import { definitionProblem, metricViewNamed, sourceNamed } from "./metric-view-list.ts";

/**
 * Changes a metric view's definition. A trial's space gets a view with the new definition in its place; the view itself is altered when the
 * change is promoted.
 */
export const updateMetricView = fixType(
  "update_metric_view",
  { name: viewName, yaml: text },
  {
    category: "metadata_add",
    touches: (fix) => [`source ${folded(fix.name)}`],
    apply: (draft, fix) => {
      const problem = definitionProblem(draft, fix.yaml);
      if (problem !== null) return problem;
      const view = metricViewNamed(draft, fix.name);
      if (view === undefined) return refusal("not_found", `The space has no metric view ${fix.name}`);
      const trial = trialViewName(fix.name, fix.yaml);
      if (view.identifier === trial) return refusal("no_op", `${fix.name} is already defined so`);
      if (sourceNamed(draft, trial) !== undefined) return refusal("duplicate", `The space already has ${trial}`);
      view.identifier = trial;
      return null;
    },
    sql: (fix) => ({ kind: "metric_view", sql: fix.yaml }),
    describe: {
      en: (fix) => `Change what the metric view ${fix.name} measures`,
      ko: (fix) => `메트릭 뷰 ${fix.name}의 정의를 바꿉니다`,
    },
  },
);
