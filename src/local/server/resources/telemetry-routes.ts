import { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../read-body.ts";
import type { AppEnv } from "../surroundings.ts";

/** Takes what clients tell of their use, and keeps none of it. */
export function telemetryRoutes(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post("/telemetry-ext", async (c) => {
    const { protoLogs } = await readBody(c, z.object({ protoLogs: z.array(z.string()).default([]) }));
    return c.json({ errors: [], numSuccess: 0, numProtoSuccess: protoLogs.length });
  });
  return app;
}
