import type { ShareValues } from "../../lib/planning/share-values.ts";
import type { OpenRun } from "../open-run.ts";

/** Which values a model may see, as the settings say. */
export function shareValuesOf({ settings }: Pick<OpenRun, "settings">): ShareValues {
  if (settings.share_values !== "listed") return { kind: settings.share_values };
  return { kind: "listed", columns: settings.share_columns.split(",").map((column) => column.trim()) };
}
