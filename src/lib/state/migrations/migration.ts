import type { StatePlace } from "../sql-port.ts";

/** One numbered step of the schema. Each statement may run again without harm. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly statements: (place: StatePlace) => readonly string[];
};
