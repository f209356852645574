import type { TrendPoint } from "./trend-section.ts";

const width = 640;
const height = 260;
const margin = { left: 52, right: 44, top: 40, bottom: 34 } as const;
const mostLabels = 11;

export type TrendLabels = {
  readonly title: string;
  readonly score: string;
  readonly interval: string;
  readonly target: string;
  readonly empty: string;
};

/** The score by loop as an SVG drawing: points with their 95 % intervals and the target as a dashed line. Same input, same bytes. */
export function scoreTrend(points: readonly TrendPoint[], target: number, labels: TrendLabels): string {
  const x = (index: number): number =>
    margin.left + ((width - margin.left - margin.right) * (index + 0.5)) / Math.max(1, points.length);
  const y = (share: number): number => margin.top + (height - margin.top - margin.bottom) * (1 - share);
  // Labels are thinned from the end, so that the newest point always has one.
  const every = Math.ceil(points.length / mostLabels);
  const drawn = points.map((point, index) => ({
    point,
    cx: x(index),
    cy: y(point.score),
    labelled: (points.length - 1 - index) % every === 0,
  }));
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      line(margin.left, y(share), width - margin.right, y(share), "#d0d7de") +
      text(margin.left - 8, y(share) + 4, share0(share), "end"),
  );
  const whiskers = drawn.map(({ point: { low, high }, cx }) =>
    low === null || high === null ? "" : line(cx, y(low), cx, y(high), "#0969da", ' stroke-width="2" opacity="0.45"'),
  );
  const path = drawn.map(({ cx, cy }) => `${at(cx)},${at(cy)}`).join(" ");
  const curve = drawn.length < 2 ? "" : `<polyline fill="none" stroke="#0969da" stroke-width="2" points="${path}"/>`;
  // Below the point where the curve rises, so that it does not run through the number.
  const labelY = (cy: number, index: number): number =>
    (drawn[index + 1]?.cy ?? cy) < cy ? Math.min(y(0) - 4, cy + 18) : Math.max(margin.top - 4, cy - 8);
  const dots = drawn.map(
    ({ point, cx, cy, labelled }, index) =>
      `<circle cx="${at(cx)}" cy="${at(cy)}" r="4" fill="#0969da"/>` +
      (labelled
        ? text(cx, height - 12, point.label, "middle") + text(cx + 6, labelY(cy, index), share1(point.score), "start")
        : ""),
  );
  const goal = line(margin.left, y(target), width - margin.right, y(target), "#1a7f37", ' stroke-dasharray="6 4"');
  const empty = points.length === 0 ? text(width / 2, height / 2, labels.empty, "middle") : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${escaped(labels.title)}" ` +
    `font-family="system-ui, 'Noto Sans KR', sans-serif" font-size="12" fill="#424a53">` +
    [...legend(target, labels), ...grid, goal, ...whiskers, curve, ...dots, empty].join("") +
    `</svg>`
  );
}

/** Above the drawing, where no point can lie. */
function legend(target: number, { score, interval, target: goal }: TrendLabels): string[] {
  return [
    `<circle cx="60" cy="14" r="4" fill="#0969da"/>${text(70, 18, score, "start")}`,
    line(170, 6, 170, 22, "#0969da", ' stroke-width="2" opacity="0.45"') + text(180, 18, interval, "start"),
    line(320, 14, 350, 14, "#1a7f37", ' stroke-dasharray="6 4"') + text(358, 18, `${goal} ${share1(target)}`, "start"),
  ];
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, more = ""): string {
  return `<line x1="${at(x1)}" x2="${at(x2)}" y1="${at(y1)}" y2="${at(y2)}" stroke="${stroke}"${more}/>`;
}

function text(x: number, y: number, words: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" stroke="#fff" stroke-width="3" paint-order="stroke">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function share0(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}

function share1(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function at(value: number): string {
  return value.toFixed(1);
}
