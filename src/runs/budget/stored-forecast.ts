import type { Forecast } from "../../lib/forecast/forecast.ts";

/** A forecast as it was stored, or null where the column holds none. */
export function storedForecast(text: string | null): Forecast | null {
  const value = JSON.parse(text ?? "null") as Partial<Forecast> | null;
  // Written by forecastRun and by nobody else.
  return value?.questions === undefined ? null : (value as Forecast);
}
