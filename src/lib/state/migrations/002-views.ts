import { chartViews } from "../views/chart-views.ts";
import { jobViews } from "../views/job-views.ts";
import { progressViews } from "../views/progress-views.ts";
import { viewStatement } from "../views.ts";
import type { Migration } from "./migration.ts";

export const views: Migration = {
  version: 2,
  name: "views",
  statements: (place) => [...jobViews, ...progressViews, ...chartViews].map((view) => viewStatement(place, view)),
};
