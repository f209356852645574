import { EnhancerError } from "../core/errors.ts";

const shape =
  /^\s*([+-]?\d{4,7})-(\d{1,2})-(\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(\S+)?)?\s*$/u;

/**
 * Text of an instant: seconds since 1970 in UTC and their fraction, the same for equal instants. A date is its midnight.
 * Without a zone of its own the text is read in `timeZone`. Null when the text is no date or time.
 */
export function instantText(text: string, timeZone: string): string | null {
  return plainInstant(text, timeZone) ?? anyInstant(text, timeZone);
}

/** The forms that warehouses write, `2024-01-31` and `2024-01-31T23:59:59.123Z`, in UTC: most instants by far. Null for any other. */
function plainInstant(text: string, timeZone: string): string | null {
  const { length } = text;
  const isDate = length === 10;
  const zoned = length > 10 && text.charCodeAt(length - 1) === letterZ;
  if ((!zoned && timeZone !== "UTC") || (!isDate && length < 19)) return null;
  if (text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return null;
  const [year, month, day] = [twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8)];
  // Days that not every month has are left to the careful reading; so is whatever is no digit, which makes NaN.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 28 && year >= 0)) return null;
  const days = daysFromCivil(year, month, day);
  if (isDate) return String(days * 86_400);
  const end = zoned ? length - 1 : length;
  const isTime = text.charCodeAt(10) === letterT && text.charCodeAt(13) === colon && text.charCodeAt(16) === colon;
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  if (!isTime || !(hour <= 23 && minute <= 59 && second <= 59)) return null;
  if (end === 19 || text.slice(19, end) === ".000") return String(days * 86_400 + hour * 3600 + minute * 60 + second);
  return null;
}

const [hyphen, colon, letterT, letterZ, digitZero] = [45, 58, 84, 90, 48];

/** A number of two digits; NaN when they are none. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - digitZero, text.charCodeAt(at + 1) - digitZero];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function anyInstant(text: string, timeZone: string): string | null {
  const match = shape.exec(text);
  if (match === null) return null;
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  if (Number(day) > 28 && days >= firstOfNextMonth(Number(year), Number(month))) return null;
  const local = days * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const utc = toUtc(local, zone ?? timeZone);
  if (utc === null) return null;
  const rest = fraction.replace(/0+$/u, "");
  return rest === "" ? String(utc) : `${String(utc)}.${rest}`;
}

/**
 * Refuses a session time zone that does not exist.
 * @throws EnhancerError EXAM_INVALID
 */
export function checkTimeZone(timeZone: string): void {
  if (toUtc(0, timeZone) !== null) return;
  throw new EnhancerError({
    code: "EXAM_INVALID",
    message: `The policy's time_zone "${timeZone}" is not a known time zone`,
    remedy: "Use an IANA name such as Asia/Seoul, or an offset such as +09:00.",
  });
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function firstOfNextMonth(year: number, month: number): number {
  return month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
}

function toUtc(local: number, zone: string): number | null {
  if (/^(?:Z|UTC|GMT|Etc\/UTC)$/iu.test(zone)) return local;
  const fixed = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?(?::?(\d{2}))?$/iu.exec(zone);
  if (fixed !== null) {
    const offset = Number(fixed[2]) * 3600 + Number(fixed[3] ?? 0) * 60 + Number(fixed[4] ?? 0);
    return fixed[1] === "-" ? local + offset : local - offset;
  }
  return fromRegion(local, zone.replace(/^\[(.*)\]$/u, "$1"));
}

/** Where local time is skipped it moves forward, where it comes twice the earlier one counts, as java.time and Spark do. */
function fromRegion(local: number, zone: string): number | null {
  const offsets = offsetsAround(Math.floor(local / 86_400), zone);
  if (offsets === null) return null;
  const { before, after } = offsets;
  if (before === after) return local - before;
  if (offsetAt(local - before, zone) === before) return local - before;
  if (offsetAt(local - after, zone) === after) return local - after;
  return local - before;
}

const knownOffsets = new Map<string, { readonly before: number; readonly after: number } | null>();

/** Offsets in seconds a day before and two days after: where they agree, no change of clocks lies between. */
function offsetsAround(day: number, zone: string): { readonly before: number; readonly after: number } | null {
  const key = `${zone} ${String(day)}`;
  const known = knownOffsets.get(key);
  if (known !== undefined) return known;
  const before = offsetAt((day - 1) * 86_400, zone);
  const after = offsetAt((day + 2) * 86_400, zone);
  const found = before === null || after === null ? null : { before, after };
  if (knownOffsets.size > 50_000) knownOffsets.clear();
  knownOffsets.set(key, found);
  return found;
}

function offsetAt(utc: number, zone: string): number | null {
  const format = formatFor(zone);
  if (format === null || Math.abs(utc) > 8.64e12 - 1e6) return null;
  const parts = new Map(format.formatToParts(utc * 1000).map((part) => [part.type, part.value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get("era") === "BC" ? 1 - number("year") : number("year");
  const days = daysFromCivil(year, number("month"), number("day"));
  return days * 86_400 + number("hour") * 3600 + number("minute") * 60 + number("second") - utc;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatFor(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = makeFormat(zone);
  formats.set(zone, made);
  return made;
}

function makeFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      calendar: "gregory",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    // The only thing Intl refuses here is a zone that does not exist.
    return null;
  }
}
