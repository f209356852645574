/** One sentence in the language that was chosen with the first question. */
function inBoth(en: string, ko: string): string {
  return `{{if eq .locale "ko"}}${ko}{{else}}${en}{{end}}`;
}

type Question = {
  readonly default: string;
  readonly description: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly pattern_match_failure_message?: string;
};

/** One name, as the settings take it. */
const name = String.raw`^[\p{L}\p{N}_-]+$`;
const nameWords = "One name, without dots, spaces or quotes / 점·공백·따옴표가 없는 이름 하나여야 합니다.";

/** What `databricks bundle init` asks, in this order. Answers are put between double quotes into YAML: no pattern lets one end them. */
const questions: Readonly<Record<string, Question>> = {
  locale: {
    default: "en",
    enum: ["en", "ko"],
    description: "Language of messages, reports and of the project's README / 메시지와 보고서, 프로젝트 README의 언어",
  },
  project_name: {
    default: "genie-enhancer",
    description: inBoth("Name of the project, and of its folder", "프로젝트와 그 폴더의 이름"),
    pattern: "^[A-Za-z][A-Za-z0-9_-]{0,59}$",
    pattern_match_failure_message:
      "1 to 60 letters, digits, _ or -, a letter first / 영문자로 시작하는 1~60자의 영문자·숫자·_·-여야 합니다.",
  },
  space_id: {
    default: "",
    description: inBoth(
      "Genie space to improve: the 32 hex digits in its address (empty: each run names one)",
      "개선할 Genie 스페이스: 주소에 있는 16진수 32자리(비우면 실행할 때마다 지정)",
    ),
    pattern: "^([0-9a-f]{32})?$",
    pattern_match_failure_message:
      "32 hex digits in lower case, or nothing / 소문자 16진수 32자리이거나 비어 있어야 합니다.",
  },
  warehouse: {
    default: "Serverless Starter Warehouse",
    description: inBoth("SQL warehouse, by its name or its id", "SQL 웨어하우스의 이름 또는 ID"),
    pattern: String.raw`^[^"\\{}\x00-\x1f\x7f]+$`,
    pattern_match_failure_message:
      "A name without quotes, backslashes and braces; its id does as well / 따옴표·역슬래시·중괄호가 없는 이름이어야 하며, ID를 주어도 됩니다.",
  },
  llm_endpoint: {
    default: "",
    description: inBoth(
      "Model serving endpoint that plans fixes (empty: each run names one)",
      "수정안을 계획할 모델 서빙 엔드포인트(비우면 실행할 때마다 지정)",
    ),
    pattern: "^[A-Za-z0-9._-]*$",
    pattern_match_failure_message: "Letters, digits, dots, _ and - only / 영문자·숫자·점·_·-만 쓸 수 있습니다.",
  },
  catalog: {
    default: '{{if eq (default_catalog) ""}}main{{else}}{{default_catalog}}{{end}}',
    description: inBoth(
      "Catalog of the state tables and reports; it must exist",
      "상태 테이블과 보고서를 둘 카탈로그(이미 있어야 함)",
    ),
    pattern: name,
    pattern_match_failure_message: nameWords,
  },
  schema: {
    default: "genie_enhancement",
    description: inBoth(
      "Schema of the state tables and reports; it is made",
      "상태 테이블과 보고서를 둘 스키마(새로 만듦)",
    ),
    pattern: name,
    pattern_match_failure_message: nameWords,
  },
  time_zone: {
    default: '{{if eq .locale "ko"}}Asia/Seoul{{else}}UTC{{end}}',
    description: inBoth(
      "Time zone of schedules, and of times in results that name none",
      "일정의 시간대이자, 결과에서 시간대가 없는 시각의 시간대",
    ),
    pattern: "^[A-Za-z]+([/_+-][A-Za-z0-9]+)*$",
    pattern_match_failure_message:
      "A time zone's name, such as Asia/Seoul / Asia/Seoul과 같은 시간대 이름이어야 합니다.",
  },
};

/** databricks_template_schema.json. */
export function templateSchema(): unknown {
  return {
    // Printed before the first question: a template without its programs says so there.
    welcome_message:
      'genie-enhancer {{template "release"}}: improves a Databricks Genie space against a benchmark, and proves it.\nAll answers are variables of databricks.yml and can be changed there later.\n답은 모두 databricks.yml의 변수이며 나중에 바꿀 수 있습니다.\n',
    success_message: inBoth(
      "\nThe project is in {{.project_name}}; its README.md says how to go on. First:\n\n  cd {{.project_name}}\n  databricks bundle deploy\n  databricks bundle run doctor\n",
      "\n프로젝트를 {{.project_name}} 폴더에 만들었습니다. 다음 할 일은 README.md에 있습니다. 먼저:\n\n  cd {{.project_name}}\n  databricks bundle deploy\n  databricks bundle run doctor\n",
    ),
    min_databricks_cli_version: "v1.3.0",
    properties: Object.fromEntries(
      Object.entries(questions).map(([key, question], index) => [
        key,
        { type: "string", order: index + 1, ...question },
      ]),
    ),
  };
}
