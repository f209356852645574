import { z } from "zod";
import { doesNotExist } from "../../api-error.ts";
import type { Keep } from "../../keep.ts";
import { alertDefinition } from "./alert-definition.ts";

const alert = z.object({
  id: z.string(),
  creator: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  trashed: z.boolean(),
  definition: alertDefinition,
});

/** Times are milliseconds since 1970. */
export type Alert = z.output<typeof alert>;

export type AlertStore = {
  list(): readonly Alert[];
  /** Trashed ones too. @throws ApiError 404 */
  get(id: string): Alert;
  put(alert: Alert): void;
  drop(id: string): void;
};

export async function openAlertStore(keep: Keep): Promise<AlertStore> {
  const kept = z.array(alert).safeParse(await keep.read("alerts")).data ?? [];
  const alerts = new Map<string, Alert>(kept.map((each) => [each.id, each]));
  const changed = (): void => keep.changed("alerts", () => [...alerts.values()]);
  return {
    list: () => [...alerts.values()],
    get: (id) => {
      const found = alerts.get(id);
      if (found === undefined) throw doesNotExist(`Alert with ID '${id}' does not exist.`);
      return found;
    },
    put: (each) => {
      alerts.set(each.id, each);
      changed();
    },
    drop: (id) => {
      alerts.delete(id);
      changed();
    },
  };
}
