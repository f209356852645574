import { withParticles } from "../korean-particles.ts";

/** One sentence or more in both languages. Commands and statements in it are the same in both. */
export type Words = { readonly en: string; readonly ko: string };

/** Who has to act on a finding. */
export type Who = "workspace_admin" | "space_owner" | "you";

/** Both languages; Korean particles are chosen by the word before. */
export const words = (en: string, ko: string): Words => ({ en, ko: withParticles(ko) });
export const n = (count: number): string => String(count);
export const s = (count: number): string => (count === 1 ? "" : "s");

/** What the checks are called for people. */
export const checkLabels = {
  node_version: words("Node version", "Node 버전"),
  settings: words("settings", "설정"),
  host: words("workspace address", "워크스페이스 주소"),
  credentials: words("sign-in", "로그인"),
  clock: words("clock", "시계"),
  quota: words("question quota", "질문 한도"),
  prices: words("prices", "단가"),
  space: words("space", "스페이스"),
  space_edit: words("right to edit the space", "스페이스 편집 권한"),
  space_document: words("space configuration", "스페이스 구성"),
  space_version_mark: words("version mark of the space", "스페이스 버전 표시"),
  space_room: words("room in the space", "스페이스 여유"),
  space_bundle: words("space kept by a bundle", "번들 관리 여부"),
  warehouse: words("warehouse", "웨어하우스"),
  warehouse_type: words("type of warehouse", "웨어하우스 유형"),
  warehouse_use: words("right to use the warehouse", "웨어하우스 사용 권한"),
  space_warehouse: words("warehouse of the space", "스페이스의 웨어하우스"),
  time_zone: words("time zone", "시간대"),
  catalog: words("catalog", "카탈로그"),
  state_schema: words("state schema", "상태 스키마"),
  coordination_schema: words("coordination schema", "조정 스키마"),
  state_version: words("version of the state tables", "상태 테이블 버전"),
  state_columns: words("columns of the state tables", "상태 테이블 컬럼"),
  state_write: words("writing state tables", "상태 테이블 쓰기"),
  out_dir: words("folder for reports", "보고서 폴더"),
  exam: words("exam", "시험"),
  tables: words("tables", "테이블"),
  limits: words("limits of the run", "실행 한도"),
  promotion: words("promotion", "운영 반영"),
  clone_folder: words("folder for clones", "복제본 폴더"),
  leftover_clones: words("leftover clones", "남은 복제본"),
  lease: words("claim on the space", "스페이스 점유"),
  model: words("model endpoint", "모델 엔드포인트"),
  model_ready: words("model is ready", "모델 준비 상태"),
  model_task: words("model chats", "모델 유형"),
  model_answer: words("model answers in JSON", "모델의 JSON 응답"),
  job: words("job", "작업"),
  job_start: words("job may start itself", "작업의 자체 시작 권한"),
  job_queue: words("queue of the job", "작업 대기열"),
  job_time: words("time limit of the job", "작업 제한 시간"),
  job_schema: words("job and settings agree", "작업과 설정의 일치"),
} as const satisfies Readonly<Record<string, Words>>;

export type CheckName = keyof typeof checkLabels;

/** What stands around the lines. */
export const doctorWords = {
  who: {
    workspace_admin: words("workspace admin", "워크스페이스 관리자"),
    space_owner: words("space owner", "스페이스 소유자"),
    you: words("you", "본인"),
  } satisfies Readonly<Record<Who, Words>>,
  marks: {
    ok: words("ok", "정상"),
    blocks: words("BLOCKS", "차단"),
    warns: words("warns", "경고"),
    skipped: words("–", "–"),
  },
  healthy: (checks: number) =>
    words(
      `Nothing found in ${n(checks)} checks: a run can start.`,
      `점검 ${n(checks)}개에서 발견된 문제가 없습니다. 실행을 시작할 수 있습니다.`,
    ),
  found: (blocking: number, warning: number) =>
    words(
      `${n(blocking)} finding${s(blocking)} that block${blocking === 1 ? "s" : ""} a run, ${n(warning)} warning${s(warning)}.`,
      `실행을 막는 문제 ${n(blocking)}건, 경고 ${n(warning)}건입니다.`,
    ),
  notLooked: (names: string) => words(`Not looked at: ${names}.`, `점검하지 않음: ${names}.`),
  behind: (name: Words) => words(`waits for: ${name.en}`, `먼저 해결할 것: ${name.ko}`),
  noConnection: words("no connection yet", "아직 연결하지 않음"),
  notLookedInto: (said: string) => words(`This could not be looked into: ${said}`, `점검하지 못했습니다: ${said}`),
  lookAgain: (remedy: string) => words(remedy, `원인을 해결한 뒤 다시 점검하십시오: genie-enhancer doctor (${remedy})`),
  spoils: (ids: string) => words(`Spoils the questions ${ids}.`, `판정할 수 없게 되는 문항: ${ids}.`),
} as const;

/** A remedy that is a command or statement to be run as it stands. */
export function runThis(...lines: readonly string[]): Words {
  const text = lines.join("\n");
  return words(`Run: ${text}`, `실행할 명령: ${text}`);
}

/** Several remedies, one after the other. */
export function both(...parts: readonly Words[]): Words {
  return { en: parts.map((part) => part.en).join(" "), ko: parts.map((part) => part.ko).join(" ") };
}

/** Words that came from elsewhere, in the language they have. */
export function asSaid(text: string): Words {
  return { en: text, ko: text };
}
