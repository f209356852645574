import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../lib/core/clock.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import { engineNames, isEngineName } from "../../local/engine-name.ts";
import type { Ready, ServeOptions } from "../../local/serve.ts";
import { isAlive, noteServing, readServing } from "../local-serving.ts";
import type { Command, Invocation } from "../command.ts";
import { engineOption } from "../engine-option.ts";

const defaults = { folder: ".local", speed: 0, flakyShare: 0.08 } as const;

export const localCommand: Command = {
  name: "local",
  usage:
    "local [--port 0] [--ready FILE] [--demo NAME] [--seed N] [--speed X] [--questions-per-minute N] [--engine NAME]",
  en: "serve the local workspace until it is stopped; Genie and the model there are rule-based stand-ins",
  ko: "중지할 때까지 로컬 워크스페이스를 제공(Genie와 모델은 규칙 기반 대역)",
  options: [
    {
      name: "port",
      type: "string",
      en: "port on 127.0.0.1; 0 takes a free one [0]",
      ko: "127.0.0.1의 포트, 0은 빈 포트 [0]",
    },
    {
      name: "ready",
      type: "string",
      en: "file that is written when it answers, readable by you only [.local/ready.json]",
      ko: "응답을 시작하면 쓰는 파일(본인만 읽기 가능) [.local/ready.json]",
    },
    { name: "folder", type: "string", en: "where its state lies [.local]", ko: "상태를 두는 폴더 [.local]" },
    {
      name: "demo",
      type: "string",
      en: "demo to load: bakehouse [bakehouse]",
      ko: "불러올 데모: bakehouse [bakehouse]",
    },
    {
      name: "speed",
      type: "string",
      en: "divides every wait; 0 answers at once [0]",
      ko: "모든 대기 시간을 나눔, 0은 즉시 응답 [0]",
    },
    {
      name: "flaky-share",
      type: "string",
      en: "share of questions answered differently each time [0.08]",
      ko: "물을 때마다 답이 달라지는 질문의 비율 [0.08]",
    },
    {
      name: "until-stdin-closes",
      type: "boolean",
      en: "stop also when standard input is closed, as it is when the starter is gone",
      ko: "표준 입력이 닫혀도 중지(시작한 프로세스가 사라진 경우)",
    },
    engineOption,
  ],
  takesSettings: false,
  run: async (invocation) => {
    const options = localOptions(invocation);
    const owned = invocation.arguments.options["until-stdin-closes"] === true;
    const stopped = owned ? untilStdinCloses(invocation.signal) : invocation.signal;
    const earlier = await readServing(options.folder);
    if (earlier !== null && earlier.pid !== process.pid && isAlive(earlier.pid)) {
      throw servedAlready(options.folder, earlier.pid);
    }
    if (earlier !== null) await dropHalfMade(options.folder);
    const notice = await noteServing(options.folder, options.readyFile, owned ? process.ppid : null);
    try {
      if (options.engine === "spark") await installFor(invocation);
      const { serveLocal } = await import("../../local/serve.ts");
      const serving = await serveLocal(options);
      try {
        announce(invocation, serving.ready, options.readyFile);
        await untilAborted(stopped);
        await notice.stopping();
      } finally {
        await serving.stop();
      }
    } finally {
      await notice.gone();
      // An open pipe would keep the process alive.
      if (owned) process.stdin.destroy();
    }
    return 0;
  },
};

const texts = {
  en: (host: string, file: string) =>
    `The local workspace answers at ${host} (a rule-based stand-in: numbers show the job's mechanics, not Genie's skill).\n` +
    `Its token is in ${file}. Use it with --local, or stop it with Ctrl-C.\n`,
  ko: (host: string, file: string) =>
    `로컬 워크스페이스가 ${host}에서 응답합니다(규칙 기반 대역이므로 수치는 Genie의 실력이 아니라 작업의 동작을 보여 줍니다).\n` +
    `토큰은 ${file}에 있습니다. --local로 사용하고, Ctrl-C로 중지합니다.\n`,
} as const;

function announce(invocation: Invocation, ready: Ready, file: string): void {
  const { token: _token, client_secret: _secret, ...shown } = ready;
  const kept = { token: `in ${file}`, client_secret: `in ${file}` };
  if (invocation.json) invocation.console.out(`${JSON.stringify({ ...shown, ...kept })}\n`);
  else invocation.console.err(texts[invocation.locale](ready.host, file));
}

async function installFor({ environment, console }: Invocation): Promise<void> {
  const { installSpark, sparkFolder } = await import("../../local/warehouse/spark/install-spark.ts");
  await installSpark(sparkFolder, environment, (line) => console.err(`${line}\n`));
}

/** A process that died before it answered for the first time left tables half loaded: its certificate is written after them. */
async function dropHalfMade(folder: string): Promise<void> {
  if (existsSync(join(folder, "ca.pem"))) return;
  for (const tables of ["warehouse", "spark"]) await rm(join(folder, tables), { recursive: true, force: true });
}

function servedAlready(folder: string, pid: number): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `The folder ${folder} is served already, by process ${String(pid)}`,
    remedy: "Use that one with --local, stop it first, or give another folder with --folder.",
  });
}

type LocalOptions = ServeOptions & { readonly folder: string; readonly readyFile: string };

function localOptions(invocation: Invocation): LocalOptions {
  const { options } = invocation.arguments;
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === "string" ? value : undefined;
  };
  const number = (name: string, fallback: number, most: number): number => {
    const given = text(name);
    const value = given === undefined ? fallback : Number(given);
    if (given !== "" && Number.isFinite(value) && value >= 0 && value <= most) return value;
    throw wrong(name, given, `a number from 0 to ${String(most)}`);
  };
  const engine = text("engine") ?? "duckdb";
  if (!isEngineName(engine)) throw wrong("engine", engine, engineNames.join(", "));
  const demo = text("demo") ?? "bakehouse";
  if (demo !== "bakehouse") throw wrong("demo", demo, "bakehouse");
  const folder = text("folder") ?? defaults.folder;
  const { settings, origins } = invocation.resolved;
  // The limit that a real workspace has by default is none of this one's until somebody asks for it.
  const perMinute = origins.questions_per_minute === "default" ? null : settings.questions_per_minute;
  return {
    folder,
    port: number("port", 0, 65_535),
    seed: invocation.resolved.settings.seed,
    environment: invocation.environment,
    speed: number("speed", defaults.speed, 1_000_000),
    flakyShare: number("flaky-share", defaults.flakyShare, 1),
    demo,
    engine,
    readyFile: text("ready") ?? `${folder}/ready.json`,
    ...(perMinute === null ? {} : { questionsPerMinute: perMinute }),
  };
}

function wrong(name: string, value: string | undefined, allowed: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `--${name} = ${JSON.stringify(value)}: allowed: ${allowed}`,
    remedy: "`genie-enhancer local --help` lists the options.",
  });
}

/** Aborts with the outer signal, or when whoever holds the other end of standard input is gone. */
function untilStdinCloses(outer: AbortSignal): AbortSignal {
  const gone = new AbortController();
  process.stdin
    .once("end", () => gone.abort())
    .once("error", () => gone.abort())
    .resume();
  return AbortSignal.any([outer, gone.signal]);
}

/** A process with open sockets lives on; this waits for the signal that ends it. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  const aYear = 365 * 24 * 3600 * 1000;
  while (!signal.aborted) await systemClock.sleep(Math.min(aYear, 2 ** 31 - 1), signal).catch(() => {});
}
