import type { EnhancerError, ErrorCode } from "../lib/core/errors.ts";
import type { Locale } from "../lib/report/locale.ts";

/** What an error is about, and what to do about its kind, for readers of Korean: messages name things as the workspace does, in English. */
const inKorean: Readonly<Record<Exclude<ErrorCode, "INTERRUPTED">, readonly [what: string, remedy: string]>> = {
  SETTINGS_INVALID: ["설정이 올바르지 않습니다", "표시된 설정을 고친 뒤 다시 시작하십시오."],
  EXAM_INVALID: ["시험을 사용할 수 없습니다", "시험 파일이나 테이블을 고친 뒤 다시 시작하십시오."],
  SPACE_INVALID: ["스페이스 구성이 규칙에 맞지 않습니다", "스페이스에서 표시된 곳을 고친 뒤 다시 시작하십시오."],
  FIX_INVALID: ["수정을 적용할 수 없습니다", "실행을 다시 시작해 새로 계획하게 하십시오."],
  NOT_FOUND: ["대상을 찾을 수 없습니다", "이름이나 ID를 확인하십시오."],
  PERMISSION_DENIED: ["권한이 없습니다", "필요한 권한을 받은 뒤 다시 시작하십시오."],
  UNAUTHENTICATED: ["인증에 실패했습니다", "자격 증명을 갱신한 뒤 다시 시작하십시오."],
  UNREACHABLE: ["워크스페이스에 연결할 수 없습니다", "호스트와 네트워크를 확인한 뒤 다시 시작하십시오."],
  CERTIFICATE_UNTRUSTED: ["서버 인증서를 신뢰할 수 없습니다", "NODE_EXTRA_CA_CERTS에 인증 기관 파일을 지정하십시오."],
  THROTTLED: ["호출 한도를 넘었습니다", "잠시 뒤 다시 시작하거나 분당 질문 수를 줄이십시오."],
  TIMEOUT: ["제한 시간 안에 끝나지 않았습니다", "다시 시작하거나 제한 시간을 늘리십시오."],
  CONFLICT: ["다른 변경이나 상태와 충돌합니다", "아래 내용을 정리한 뒤 다시 시작하십시오."],
  LIMIT_EXCEEDED: ["플랫폼 한도를 넘었습니다", "한도 안으로 줄인 뒤 다시 시작하십시오."],
  BAD_REQUEST: ["요청을 처리할 수 없습니다", "입력을 고친 뒤 다시 시작하십시오."],
  BAD_RESPONSE: ["응답을 읽을 수 없습니다", "다시 시작하고, 되풀이되면 신고하십시오."],
  SERVER_ERROR: ["워크스페이스가 오류를 돌려주었습니다", "잠시 뒤 다시 시작하십시오."],
  SQL_FAILED: ["SQL 문이 실패했습니다", "SQL 문이나 관련 설정을 고치십시오."],
  LEASE_HELD: ["다른 실행이 이 스페이스를 작업하고 있습니다", "그 실행이 끝나기를 기다리거나 중지하십시오."],
  INTERNAL: ["예기치 않은 오류입니다", "오류를 일으킨 명령과 함께 신고하십시오."],
};

/** An error as two sentences, each on its line: what failed and why, then what to do. */
export function errorInWords(error: EnhancerError, locale: Locale): string {
  if (error.code === "INTERRUPTED") return locale === "en" ? sentences(error) : interruptedInKorean(error);
  if (locale === "en") return `Error: ${sentences(error)}`;
  const [what, remedy] = inKorean[error.code];
  const told = error.context["in_korean"];
  return `오류: ${what}. ${remedy}\n${typeof told === "string" ? sentence(told) : sentences(error)}`;
}

function sentences(error: EnhancerError): string {
  return `${sentence(error.message)}\n${sentence(error.remedy)}`;
}

function interruptedInKorean(error: EnhancerError): string {
  if (error.context["goes_on"] === true) {
    return "더 지켜보지 않지만 실행은 계속됩니다.\n다시 지켜보려면: `genie-enhancer wait`, 끝내려면: `genie-enhancer stop`.";
  }
  const command = /`([^`]+)`/u.exec(error.remedy)?.[1];
  if (command === undefined) return "중단되었습니다.\n언제든 명령을 다시 시작할 수 있습니다.";
  return `실행이 중단되었으며, 지금까지 끝난 것은 저장되어 있습니다.\n이어 가려면: \`${command}\``;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?:]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}
