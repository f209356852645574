import { isTrialView } from "../metric-view/trial-name.ts";
import { text, viewName } from "./fields.ts";
import { fixType, folded, refusal } from "./fix-type.ts";
import { definitionProblem, sourceNamed } from "./metric-view-list.ts";

/** Attaches a metric view that is made in Unity Catalog for it: named dimensions and measures over the space's tables. */
export const createMetricView = fixType(
  "create_metric_view",
  { name: viewName, yaml: text },
  {
    category: "metadata_add",
    touches: (fix) => [`source ${folded(fix.name)}`],
    apply: (draft, fix) => {
      if (isTrialView(fix.name)) return refusal("invalid", `${fix.name} is how a trial's view is named`);
      const problem = definitionProblem(draft, fix.yaml);
      if (problem !== null) return problem;
      const twin = sourceNamed(draft, fix.name);
      if (twin !== undefined) return refusal("duplicate", `The space already has ${twin.identifier}`);
      draft.data_sources.metric_views = [...(draft.data_sources.metric_views ?? []), { identifier: fix.name }];
      return null;
    },
    sql: (fix) => ({ kind: "metric_view", sql: fix.yaml }),
    describe: {
      en: (fix) => `Make the metric view ${fix.name} and give it to Genie`,
      ko: (fix) => `메트릭 뷰 ${fix.name}을(를) 만들어 Genie에 연결합니다`,
    },
  },
);
