import type { Locale } from "../locale.ts";

type SpaceTexts = {
  readonly weights: Readonly<Record<"error" | "warning", string>>;
  readonly findings: readonly [where: string, weight: string, what: string];
  readonly whole: string;
  readonly found: (errors: number, warnings: number, name: string) => string;
  readonly clean: (name: string) => string;
  readonly migrated: (name: string) => string;
  readonly wholeAnswer: (name: string) => string;
  readonly pulled: (title: string, id: string, tables: number, digest: string) => string;
  readonly written: (path: string) => string;
  readonly alreadyWritten: (path: string) => string;
  readonly hidden: string;
  readonly equal: (one: string, other: string) => string;
  readonly different: (changes: number, one: string, other: string) => string;
  readonly merged: (ours: number, theirs: number) => string;
  readonly notMerged: (conflicts: number) => string;
  readonly conflict: Readonly<Record<"base" | "ours" | "theirs", string>>;
  readonly absent: string;
  readonly invalid: (name: string) => string;
  readonly push: {
    readonly shown: (changes: number, title: string, id: string) => string;
    readonly question: (title: string) => string;
    readonly noTerminal: string;
    readonly declined: string;
    readonly unchanged: (title: string) => string;
    readonly done: (title: string, before: string, after: string) => string;
    readonly moved: (title: string) => string;
    readonly bundle: (folder: string) => string;
    readonly forced: (folder: string) => string;
    readonly unrecorded: string;
    readonly noWarehouse: string;
  };
};

const s = (count: number): string => (count === 1 ? "" : "s");

/** What the commands on spaces say. */
export const spaceTexts: Readonly<Record<Locale, SpaceTexts>> = {
  en: {
    weights: { error: "error", warning: "warning" },
    findings: ["where", "weight", "what"],
    whole: "the whole",
    found: (errors, warnings, name) =>
      `${String(errors)} error${s(errors)}, which the service refuses, and ${String(warnings)} warning${s(warnings)} in ${name}.`,
    clean: (name) => `Nothing was found in ${name}.`,
    migrated: (name) => `${name} is of version 1; it was read as version 2, and is written so.`,
    wholeAnswer: (name) =>
      `${name} is the service's whole answer; its serialized_space was read, and title and folder were not.`,
    pulled: (title, id, tables, digest) =>
      `${title} (${id}): ${String(tables)} table${s(tables)} and metric views, digest ${digest}.`,
    written: (path) => `Written to ${path}.`,
    alreadyWritten: (path) => `${path} says so already.`,
    hidden: "Something in it looks like a secret and is hidden in what is shown here; --out FILE writes it as it is.",
    equal: (one, other) => `${one} and ${other} mean the same.`,
    different: (changes, one, other) => `${String(changes)} difference${s(changes)} from ${one} to ${other}.`,
    merged: (ours, theirs) =>
      `Merged: ${String(ours)} change${s(ours)} of ours and ${String(theirs)} of theirs since the base.`,
    notMerged: (conflicts) => `Nothing was merged: ${String(conflicts)} conflict${s(conflicts)}.`,
    conflict: { base: "base", ours: "ours", theirs: "theirs" },
    absent: "not there",
    invalid: (name) => `Nothing was written: ${name} breaks rules of the service.`,
    push: {
      shown: (changes, title, id) => `${String(changes)} change${s(changes)} to ${title} (${id}):`,
      question: (title) => `Write this to ${title}?`,
      noTerminal: "Nobody can be asked without a terminal: look at the changes, then give --yes.",
      declined: "Nothing was written.",
      unchanged: (title) => `${title} is so already; nothing was written.`,
      done: (title, before, after) => `${title} was written and read back: ${before} → ${after}.`,
      moved: (title) => `Nothing was written: somebody changed ${title} meanwhile. What they did:`,
      bundle: (folder) =>
        `Nothing was written: the space lies in a bundle's folder (${folder}), whose next deployment would undo it. Put the file in the place of the bundle's .geniespace.json and deploy it, or give --force.`,
      forced: (folder) =>
        `The space lies in a bundle's folder (${folder}): its next deployment will undo this unless the bundle's file says the same.`,
      unrecorded:
        "The state tables are not there, so this is kept in no record; `genie-enhancer run` makes them, or settings catalog and schema name others.",
      noWarehouse: "No warehouse is set, so this is kept in no record; --warehouse-id names one.",
    },
  },
  ko: {
    weights: { error: "오류", warning: "경고" },
    findings: ["위치", "구분", "내용"],
    whole: "문서 전체",
    found: (errors, warnings, name) =>
      `${name}: 서비스가 거절하는 오류 ${String(errors)}개, 경고 ${String(warnings)}개.`,
    clean: (name) => `${name}: 문제가 없습니다.`,
    migrated: (name) => `${name}: 버전 1 문서라서 버전 2로 바꾸어 읽었고, 저장할 때도 버전 2로 저장합니다.`,
    wholeAnswer: (name) =>
      `${name}: 서비스의 응답 전체라서 serialized_space만 읽었습니다. 제목과 폴더는 쓰지 않습니다.`,
    pulled: (title, id, tables, digest) =>
      `${title}(${id}): 테이블과 메트릭 뷰 ${String(tables)}개, 다이제스트 ${digest}.`,
    written: (path) => `${path}에 저장했습니다.`,
    alreadyWritten: (path) => `${path}의 내용이 이미 같습니다.`,
    hidden: "비밀 값으로 보이는 부분을 화면에서는 가렸습니다. --out FILE을 주면 그대로 저장합니다.",
    equal: (one, other) => `${one}과(와) ${other}의 구성이 같습니다.`,
    different: (changes, one, other) => `${one}에서 ${other}(으)로 ${String(changes)}곳이 다릅니다.`,
    merged: (ours, theirs) =>
      `병합했습니다. 공통 원본 이후 우리 쪽 변경 ${String(ours)}개, 상대 쪽 변경 ${String(theirs)}개.`,
    notMerged: (conflicts) => `충돌 ${String(conflicts)}개가 있어 병합하지 않았습니다.`,
    conflict: { base: "원본", ours: "우리 쪽", theirs: "상대 쪽" },
    absent: "없음",
    invalid: (name) => `${name}이(가) 서비스의 규칙에 어긋나 저장하지 않았습니다.`,
    push: {
      shown: (changes, title, id) => `${title}(${id})에 적용할 변경 ${String(changes)}개:`,
      question: (title) => `${title}에 저장하시겠습니까?`,
      noTerminal: "터미널이 없어 물어볼 수 없습니다. 변경을 확인한 뒤 --yes를 주십시오.",
      declined: "저장하지 않았습니다.",
      unchanged: (title) => `${title}이(가) 이미 같은 구성이라 저장하지 않았습니다.`,
      done: (title, before, after) => `${title}에 저장하고 다시 읽어 확인했습니다: ${before} → ${after}.`,
      moved: (title) => `그사이 다른 사람이 ${title}을(를) 바꾸어 저장하지 않았습니다. 바뀐 내용:`,
      bundle: (folder) =>
        `스페이스가 번들 폴더(${folder})에 있어 저장하지 않았습니다. 저장해도 다음 배포 때 되돌아갑니다. 번들의 .geniespace.json을 이 파일로 바꾸어 배포하거나 --force를 주십시오.`,
      forced: (folder) =>
        `스페이스가 번들 폴더(${folder})에 있습니다. 번들의 파일도 똑같이 고치지 않으면 다음 배포 때 되돌아갑니다.`,
      unrecorded:
        "상태 테이블이 없어 기록하지 않습니다. `genie-enhancer run`이 테이블을 만들며, 다른 위치는 catalog와 schema 설정으로 지정합니다.",
      noWarehouse: "웨어하우스가 설정되지 않아 기록하지 않습니다. --warehouse-id로 지정합니다.",
    },
  },
};
