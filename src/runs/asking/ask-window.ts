const minuteMs = 60_000;
const minutesOfDay = 24 * 60;

/**
 * Milliseconds until questions may be asked; 0 when they may be now. The window is two times of day in the zone, `HH:MM-HH:MM`, the second
 * not included; it may go over midnight, and two equal times are the whole day. Where clocks are changed the hands count: a time that is
 * skipped opens at the change, and one that comes twice opens at the first.
 */
export function untilOpen(window: string | null, zone: string, now: Date): number {
  if (window === null) return 0;
  const [from = 0, to = 0] = window.split("-").map(minuteOfText);
  const isOpen = (at: number): boolean => from === to || isBetween(minuteOfDay(at, zone), from, to);
  const start = now.getTime();
  if (isOpen(start)) return 0;
  const minute = Math.floor(start / minuteMs) * minuteMs;
  // Zones differ by whole minutes, so a window opens with a minute. Two days hold an opening whatever is done to clocks.
  for (let minutes = 1; minutes <= 2 * minutesOfDay; minutes += 1) {
    const at = minute + minutes * minuteMs;
    if (isOpen(at)) return at - start;
  }
  return 0;
}

function minuteOfText(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function isBetween(minute: number, from: number, to: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function minuteOfDay(at: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    formats.set(zone, format);
  }
  return minuteOfText(format.format(at));
}

/** What people are told once when a run waits for its window. */
export function closedWords(window: string, zone: string, locale: "en" | "ko", opensAt: Date): string {
  const when = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  }).format(opensAt);
  return locale === "ko"
    ? `지금은 질문 시간대(${window}, ${zone})가 아닙니다. ${when.replace(",", "")}에 이어서 묻습니다.`
    : `Outside the time for questions (${window}, ${zone}): asking goes on at ${when.replace(",", "")}.`;
}
