import { z } from "zod";
import type { Http } from "./http.ts";
import { readReply } from "./read-reply.ts";

export type Warehouse = {
  readonly id: string;
  readonly name: string;
  /** RUNNING STARTING STOPPED STOPPING DELETING DELETED */
  readonly state: string;
  /** PRO or CLASSIC; Genie needs PRO. */
  readonly warehouseType: string | null;
  readonly serverless: boolean;
  /** 2X-Small to 4X-Large; null when not told. */
  readonly size: string | null;
};

const warehouseSchema = z.looseObject({
  id: z.string(),
  name: z.string().default(""),
  state: z.string().default("RUNNING"),
  warehouse_type: z.string().nullish(),
  enable_serverless_compute: z.boolean().nullish(),
  cluster_size: z.string().nullish(),
});

export type Warehouses = ReturnType<typeof createWarehouses>;

/** SQL warehouses: look one up, start it. */
export function createWarehouses(http: Http) {
  const pathOf = (id: string): string => `/api/2.0/sql/warehouses/${encodeURIComponent(id)}`;
  return {
    /** @throws EnhancerError NOT_FOUND */
    get: async (id: string, signal?: AbortSignal): Promise<Warehouse> => {
      const reply = await http({ method: "GET", path: pathOf(id), route: "warehouses.read", subject: id, signal });
      const row = readReply(warehouseSchema, reply, "warehouses.read");
      return {
        id: row.id,
        name: row.name,
        state: row.state,
        warehouseType: row.warehouse_type ?? null,
        serverless: row.enable_serverless_compute ?? false,
        size: row.cluster_size ?? null,
      };
    },
    /** Asks for a start and does not wait for it; a running warehouse is left as it is. */
    start: async (id: string, signal?: AbortSignal): Promise<void> => {
      const path = `${pathOf(id)}/start`;
      await http({ method: "POST", path, body: {}, route: "warehouses.start", subject: id, signal, idempotent: true });
    },
  };
}
