import { EnhancerError } from "../../lib/core/errors.ts";
import { markdownTable, percent, plain, signed } from "../../lib/report/markdown.ts";
import type { Locale } from "../../lib/report/locale.ts";
import { type HistoryEntry, historyOfSpace } from "../../runs/ending/history-of-space.ts";
import type { Command, ExitCode } from "../command.ts";
import { terminalMarkdown } from "../terminal-markdown.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";

export const historyCommand: Command = {
  name: "history",
  usage: "history [--space ID]",
  en: "every promotion and undo of a space: when, by whom, why, and with what effect",
  ko: "스페이스의 모든 승격과 되돌리기: 언제, 누가, 왜, 어떤 효과로",
  options: [
    { name: "space", type: "string", en: "the space's id [setting space_id]", ko: "스페이스 ID [설정 space_id]" },
    jobOption,
  ],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const wanted = invocation.arguments.options["space"];
      const spaceId = typeof wanted === "string" ? wanted : context.settings.space_id;
      if (spaceId === null) {
        throw new EnhancerError({
          code: "SETTINGS_INVALID",
          message: "No space was named",
          remedy: "Give its id with --space, or in setting space_id.",
        });
      }
      const entries = await historyOfSpace(context, spaceId);
      if (invocation.json) invocation.console.out(`${JSON.stringify(entries, null, 2)}\n`);
      else
        invocation.console.out(
          `${terminalMarkdown(inWords(entries, invocation.locale), invocation.console.isTerminal)}\n`,
        );
      return 0;
    }),
};

const texts = {
  en: {
    none: "This space was never promoted.",
    head: ["When", "What", "By", "Why", "Changes", "Effect", "Score of the run", "Run"],
    kinds: { promote: "promotion", rollback: "undo" },
    exact: "whole snapshot",
    questions: (effect: string) => `${effect} questions`,
    unsure: "not known to have happened",
  },
  ko: {
    none: "이 스페이스는 승격된 적이 없습니다.",
    head: ["시각", "내용", "실행자", "이유", "변경 수", "효과", "실행의 점수", "실행"],
    kinds: { promote: "승격", rollback: "되돌림" },
    exact: "스냅숏 전체",
    questions: (effect: string) => `${effect}문항`,
    unsure: "실제로 쓰였는지 알 수 없음",
  },
} as const satisfies Record<Locale, unknown>;

function inWords(entries: readonly HistoryEntry[], locale: Locale): string {
  const { none, head, kinds, exact, questions, unsure } = texts[locale];
  if (entries.length === 0) return none;
  const score = (value: number | null): string => (value === null ? "–" : percent(value));
  return markdownTable(
    head,
    entries.map((entry) => [
      plain(entry.at.slice(0, 16).replace("T", " ")),
      [kinds[entry.kind], ...(entry.exact ? [exact] : []), ...(entry.status === "DONE" ? [] : [unsure])].join(", "),
      plain(entry.by ?? "–"),
      plain(entry.why ?? "–"),
      String(entry.changes.length),
      entry.effect === null ? "–" : questions(signed(entry.effect)),
      `${score(entry.score.initial)} → ${score(entry.score.final)}`,
      plain(entry.run_id),
    ]),
  );
}
