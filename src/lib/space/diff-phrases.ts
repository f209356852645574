import type { Locale } from "./fixes/fix-type.ts";

/** What things are called and what happens to them, for {@link tellChanges}. Nouns are whole: "the table a.b.c", "테이블 a.b.c". */
export type DiffPhrases = {
  readonly things: {
    readonly table: (name: string) => string;
    readonly metricView: (name: string) => string;
    readonly column: (table: string, column: string) => string;
    readonly sampleQuestion: (text: string) => string;
    readonly textInstruction: string;
    readonly exampleQuery: (question: string) => string;
    readonly parameter: (name: string, owner: string) => string;
    readonly sqlFunction: (name: string) => string;
    readonly join: (left: string, right: string) => string;
    readonly filter: (name: string) => string;
    readonly expression: (name: string) => string;
    readonly measure: (name: string) => string;
    readonly benchmarkQuestion: (text: string) => string;
  };
  /** What members are called. */
  readonly members: Readonly<Record<string, string>>;
  readonly memberOf: (member: string, owner: string) => string;
  readonly add: (thing: string) => string;
  readonly remove: (thing: string) => string;
  readonly change: (thing: string) => string;
  readonly changeFromTo: (thing: string, before: string, after: string) => string;
  readonly addSynonym: (word: string, owner: string) => string;
  readonly removeSynonym: (word: string, owner: string) => string;
  readonly hide: (column: string) => string;
  readonly show: (column: string) => string;
  readonly turnOn: (what: string, column: string) => string;
  readonly turnOff: (what: string, column: string) => string;
  readonly listColumn: (column: string) => string;
  readonly unlistColumn: (column: string) => string;
  readonly withColumns: (count: number) => string;
};

const quoted = (text: string): string => `«${text}»`;

export const diffPhrases: Readonly<Record<Locale, DiffPhrases>> = {
  en: {
    things: {
      table: (name) => `the table ${name}`,
      metricView: (name) => `the metric view ${name}`,
      column: (table, column) => `${table}.${column}`,
      sampleQuestion: (text) => `the sample question ${quoted(text)}`,
      textInstruction: "the text instruction",
      exampleQuery: (question) => `the example query ${quoted(question)}`,
      parameter: (name, owner) => `the parameter :${name} of ${owner}`,
      sqlFunction: (name) => `the function ${name}`,
      join: (left, right) => `the join of ${left} and ${right}`,
      filter: (name) => `the filter ${quoted(name)}`,
      expression: (name) => `the expression ${quoted(name)}`,
      measure: (name) => `the measure ${quoted(name)}`,
      benchmarkQuestion: (text) => `the benchmark question ${quoted(text)}`,
    },
    members: {
      description: "description",
      display_name: "display name",
      alias: "alias",
      sql: "SQL",
      question: "wording",
      content: "text",
      usage_guidance: "usage guidance",
      comment: "comment",
      instruction: "instruction",
      synonyms: "synonyms",
      parameters: "parameters",
      type_hint: "type",
      default_value: "default value",
      left: "left side",
      right: "right side",
      answer: "answer",
      evaluation_note: "evaluation note",
      enable_format_assistance: "format assistance",
      enable_entity_matching: "entity matching",
      identifier: "name",
    },
    memberOf: (member, owner) => `the ${member} of ${owner}`,
    add: (thing) => `Adds ${thing}`,
    remove: (thing) => `Removes ${thing}`,
    change: (thing) => `Changes ${thing}`,
    changeFromTo: (thing, before, after) => `Changes ${thing} from ${quoted(before)} to ${quoted(after)}`,
    addSynonym: (word, owner) => `Adds the synonym ${quoted(word)} to ${owner}`,
    removeSynonym: (word, owner) => `Removes the synonym ${quoted(word)} from ${owner}`,
    hide: (column) => `Hides the column ${column}`,
    show: (column) => `Shows the column ${column} again`,
    turnOn: (what, column) => `Turns ${what} on for ${column}`,
    turnOff: (what, column) => `Turns ${what} off for ${column}`,
    listColumn: (column) => `Lists the column ${column}, and says nothing of it`,
    unlistColumn: (column) => `Takes the column ${column}, of which nothing was said, off the list`,
    withColumns: (count) => `, with what it says of ${String(count)} column${count === 1 ? "" : "s"}`,
  },
  ko: {
    things: {
      table: (name) => `테이블 ${name}`,
      metricView: (name) => `메트릭 뷰 ${name}`,
      column: (table, column) => `${table}.${column}`,
      sampleQuestion: (text) => `샘플 질문 ${quoted(text)}`,
      textInstruction: "텍스트 지침",
      exampleQuery: (question) => `예시 쿼리 ${quoted(question)}`,
      parameter: (name, owner) => `${owner}의 매개변수 :${name}`,
      sqlFunction: (name) => `함수 ${name}`,
      join: (left, right) => `${left}과(와) ${right}의 조인`,
      filter: (name) => `필터 ${quoted(name)}`,
      expression: (name) => `식 ${quoted(name)}`,
      measure: (name) => `측정값 ${quoted(name)}`,
      benchmarkQuestion: (text) => `벤치마크 질문 ${quoted(text)}`,
    },
    members: {
      description: "설명",
      display_name: "표시 이름",
      alias: "별칭",
      sql: "SQL",
      question: "문구",
      content: "내용",
      usage_guidance: "사용 안내",
      comment: "주석",
      instruction: "지침",
      synonyms: "동의어",
      parameters: "매개변수",
      type_hint: "형식",
      default_value: "기본값",
      left: "왼쪽 테이블",
      right: "오른쪽 테이블",
      answer: "정답",
      evaluation_note: "평가 메모",
      enable_format_assistance: "형식 지원",
      enable_entity_matching: "엔터티 매칭",
      identifier: "이름",
    },
    memberOf: (member, owner) => `${owner}의 ${member}`,
    add: (thing) => `${thing}을(를) 추가합니다`,
    remove: (thing) => `${thing}을(를) 삭제합니다`,
    change: (thing) => `${thing}을(를) 바꿉니다`,
    changeFromTo: (thing, before, after) => `${thing}을(를) ${quoted(before)}에서 ${quoted(after)}(으)로 바꿉니다`,
    addSynonym: (word, owner) => `${owner}에 동의어 ${quoted(word)}을(를) 추가합니다`,
    removeSynonym: (word, owner) => `${owner}에서 동의어 ${quoted(word)}을(를) 삭제합니다`,
    hide: (column) => `컬럼 ${column}을(를) 숨깁니다`,
    show: (column) => `컬럼 ${column}을(를) 다시 표시합니다`,
    turnOn: (what, column) => `${column}에 ${what}을(를) 켭니다`,
    turnOff: (what, column) => `${column}에서 ${what}을(를) 끕니다`,
    listColumn: (column) => `컬럼 ${column}을(를) 설정 없이 목록에 올립니다`,
    unlistColumn: (column) => `설정이 없던 컬럼 ${column}을(를) 목록에서 뺍니다`,
    withColumns: (count) => `(컬럼 ${String(count)}개의 설정 포함)`,
  },
};
