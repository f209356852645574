/** The forms of `{{job.start_time.…}}`, all in UTC; undefined for a form there is not. `ms` counts from 1970. */
export function startTimeText(ms: number, form: string): string | undefined {
  const at = new Date(ms);
  const iso = at.toISOString();
  // ISO counts the days of a week from Monday, 1 to 7.
  const weekday = at.getUTCDay() === 0 ? 7 : at.getUTCDay();
  const forms: Readonly<Record<string, string>> = {
    timestamp_ms: String(ms),
    iso_date: iso.slice(0, 10),
    iso_datetime: iso.slice(0, 19),
    iso_weekday: String(weekday),
    is_weekday: String(weekday <= 5),
    year: String(at.getUTCFullYear()),
    month: String(at.getUTCMonth() + 1),
    day: String(at.getUTCDate()),
    hour: String(at.getUTCHours()),
    minute: String(at.getUTCMinutes()),
    second: String(at.getUTCSeconds()),
  };
  return Object.hasOwn(forms, form) ? forms[form] : undefined;
}
