import { table } from "./fields.ts";
import { fixType, folded, refusal } from "./fix-type.ts";
import { metricViewNamed } from "./metric-view-list.ts";

/** Takes a metric view away from Genie. In Unity Catalog it stays, unless the run itself made it. */
export const deleteMetricView = fixType(
  "delete_metric_view",
  { name: table },
  {
    category: "metadata_delete",
    touches: (fix) => [`source ${folded(fix.name)}`],
    apply: (draft, fix) => {
      const view = metricViewNamed(draft, fix.name);
      if (view === undefined) return refusal("not_found", `The space has no metric view ${fix.name}`);
      draft.data_sources.metric_views = draft.data_sources.metric_views?.filter((each) => each !== view);
      return null;
    },
    describe: {
      en: (fix) => `Take the metric view ${fix.name} away from Genie`,
      ko: (fix) => `Genie에서 메트릭 뷰 ${fix.name}을(를) 뺍니다`,
    },
  },
);
