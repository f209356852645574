import type { Bilingual, FindingCode } from "./finding.ts";

type Nothing = null;
type Failure = { readonly reason: string };
type Named = { readonly name: string };

/** What each kind's sentence tells. No value out of the data is among them. */
export type Facts = {
  readonly not_read_only: Failure;
  readonly expected_fails: Failure;
  readonly unknown_table: Named;
  readonly unknown_column: Named;
  readonly permission: Failure;
  readonly timeout: { readonly seconds: number };
  readonly empty: Nothing;
  readonly unstable: Nothing;
  readonly cut_without_order: Nothing;
  readonly slow: { readonly seconds: number };
  readonly cut_at_tie: { readonly row: number; readonly keys: string };
  readonly null_first: { readonly key: string; readonly row: number };
  readonly text_numbers: { readonly expression: string };
  readonly row_order: { readonly tables: readonly string[] };
  readonly relative_date: { readonly expression: string };
  readonly trivial_cell: Nothing;
  readonly near_duplicate: { readonly other: string };
  readonly among_examples: { readonly example: string; readonly by: "question" | "sql" };
};

type Words = { readonly message: Bilingual; readonly remedy: Bilingual };

const words = (en: string, ko: string, remedyEn: string, remedyKo: string): Words => ({
  message: { en, ko },
  remedy: { en: remedyEn, ko: remedyKo },
});

/** The sentences of each kind of finding. */
export const fitnessWords: { readonly [Code in FindingCode]: (facts: Facts[Code]) => Words } = {
  not_read_only: ({ reason }) =>
    words(
      `The expected SQL is not run: ${reason}.`,
      `기대 SQL을 실행하지 않습니다: ${reason}`,
      "Write it as one SELECT.",
      "SELECT 한 문장으로 고치십시오.",
    ),
  expected_fails: ({ reason }) =>
    words(
      `The expected SQL fails: ${reason}`,
      `기대 SQL이 실패합니다: ${reason}`,
      "Run it in the SQL editor and correct it.",
      "SQL 편집기에서 실행해 보고 고치십시오.",
    ),
  unknown_table: ({ name }) =>
    words(
      `The expected SQL reads ${name}, and there is no such table.`,
      `기대 SQL이 읽는 ${name} 테이블이 없습니다.`,
      "Correct the name; give it with catalog and schema.",
      "카탈로그와 스키마를 포함해 테이블 이름을 바로잡으십시오.",
    ),
  unknown_column: ({ name }) =>
    words(
      `The expected SQL names the column ${name}, which none of its tables has.`,
      `기대 SQL에 쓴 ${name} 열이 어느 테이블에도 없습니다.`,
      "Correct the column's name.",
      "열 이름을 바로잡으십시오.",
    ),
  permission: ({ reason }) =>
    words(
      `This identity may not read what the expected SQL reads: ${reason}`,
      `실행 주체에게 기대 SQL이 읽는 데이터의 권한이 없습니다: ${reason}`,
      "Grant SELECT on the table, and USE on its schema and catalog, to the identity that runs the job, or leave the question out.",
      "작업을 실행하는 주체에게 테이블의 SELECT 권한과 스키마·카탈로그의 USE 권한을 주거나, 문항을 빼십시오.",
    ),
  timeout: ({ seconds }) =>
    words(
      `The expected SQL was stopped after ${String(Math.round(seconds))} s without a result.`,
      `기대 SQL이 ${String(Math.round(seconds))}초 안에 끝나지 않아 중단했습니다.`,
      "Narrow it, read a smaller table, or raise statement_timeout.",
      "조회 범위를 줄이거나 더 작은 테이블을 쓰고, 필요하면 statement_timeout을 늘리십시오.",
    ),
  empty: () =>
    words(
      "The expected SQL gives no row, so no answer can be compared with it.",
      "기대 SQL의 결과가 비어 있어 답변과 비교할 수 없습니다.",
      "Correct its filters, or declare `empty_ok: true` where no row is the right answer.",
      "필터 조건을 고치거나, 빈 결과가 정답이면 정책에 `empty_ok: true`를 적으십시오.",
    ),
  unstable: () =>
    words(
      "The expected SQL gave two different results when it was run twice.",
      "기대 SQL을 두 번 실행했더니 결과가 서로 달랐습니다.",
      "Take out what changes from run to run (rand, uuid, now), and read a table that does not change meanwhile.",
      "실행할 때마다 달라지는 함수(rand, uuid, now 등)를 빼고, 그동안 바뀌지 않는 테이블을 읽게 하십시오.",
    ),
  cut_without_order: () =>
    words(
      "The expected SQL cuts its rows by LIMIT or OFFSET without ORDER BY: any rows may be left.",
      "기대 SQL이 ORDER BY 없이 LIMIT나 OFFSET으로 행을 자르므로 어떤 행이 남을지 정해지지 않습니다.",
      "Add an ORDER BY that decides which rows stay, or take the LIMIT out.",
      "어떤 행이 남을지 정하는 ORDER BY를 더하거나 LIMIT를 빼십시오.",
    ),
  slow: ({ seconds }) =>
    words(
      `The expected SQL took ${String(Math.round(seconds))} s: Genie's own answer may run into its limit.`,
      `기대 SQL에 ${String(Math.round(seconds))}초가 걸렸습니다. Genie의 답변도 시간 제한에 걸릴 수 있습니다.`,
      "Read a smaller table or a shorter range.",
      "더 작은 테이블이나 더 짧은 기간을 읽게 하십시오.",
    ),
  cut_at_tie: ({ row, keys }) =>
    words(
      `LIMIT cuts after row ${String(row)} between rows that are equal on ${keys}: either may stay.`,
      `LIMIT가 ${String(row)}번째 행 뒤에서 ${keys} 값이 같은 행들을 갈라놓아 어느 행이 남아도 이상하지 않습니다.`,
      "Add a key that decides between equal rows, such as an id, and say so in the question.",
      "동점을 가르는 정렬 키(예: ID)를 더하고 질문에도 그 기준을 적으십시오.",
    ),
  null_first: ({ key, row }) =>
    words(
      `ORDER BY ${key} puts rows without a value first, and row ${String(row)} of the cut is one of them.`,
      `ORDER BY ${key}에서는 값이 없는 행이 먼저 오며, 잘라낸 결과의 ${String(row)}번째 행이 그런 행입니다.`,
      "Write NULLS LAST, or leave out rows without a value.",
      "NULLS LAST를 적거나 값이 없는 행을 제외하십시오.",
    ),
  text_numbers: ({ expression }) =>
    words(
      `${expression} is text that holds numbers, and is put in order as text: 10 comes before 9.`,
      `${expression}은(는) 숫자를 담은 문자열이라 문자 순서로 정렬됩니다(10이 9보다 앞에 옴).`,
      "Cast it to a number where it is ordered or where MAX or MIN is taken.",
      "정렬하거나 MAX·MIN을 구하는 곳에서 숫자로 변환하십시오.",
    ),
  row_order: ({ tables }) =>
    words(
      `The same rows in another order give another result (${tables.join(", ")} shuffled): first(), a list, a row number or an inner LIMIT hangs on it.`,
      `같은 행을 순서만 바꾸었는데(${tables.join(", ")}) 결과가 달라졌습니다. first(), 목록 집계, 행 번호 또는 안쪽 LIMIT가 행의 순서에 좌우됩니다.`,
      "Order by keys that decide between all rows, or use max, min or a sorted list.",
      "모든 행을 구별하는 키로 정렬하거나 max, min, 정렬된 목록을 쓰십시오.",
    ),
  relative_date: ({ expression }) =>
    words(
      `${expression} gives another answer on another day.`,
      `${expression} 때문에 실행하는 날짜에 따라 정답이 달라집니다.`,
      "Use fixed dates, or pin the day with setting as_of.",
      "고정된 날짜를 쓰거나 as_of 설정으로 기준일을 고정하십시오.",
    ),
  trivial_cell: () =>
    words(
      "The expected answer is a single cell that is 0, 1, true, false or empty: a wrong query gives the same by chance.",
      "정답이 0, 1, 참·거짓 또는 빈 값 하나뿐이라 틀린 쿼리도 우연히 맞을 수 있습니다.",
      "Ask for the rows behind it, or for a figure that only the right query gives.",
      "그 값의 근거가 되는 행이나, 올바른 쿼리만 낼 수 있는 값을 묻도록 바꾸십시오.",
    ),
  near_duplicate: ({ other }) =>
    words(
      `It asks nearly the same as question ${other}, so one skill counts twice.`,
      `${other} 문항과 거의 같은 질문이라 한 가지 능력이 두 번 집계됩니다.`,
      "Keep one of the two, or ask something else.",
      "둘 중 하나만 남기거나 다른 내용을 물으십시오.",
    ),
  among_examples: ({ example, by }) =>
    words(
      by === "question"
        ? `The space's example queries already hold this question (${example}): it is answered from memory.`
        : `The space's example queries already hold this SQL (${example}): it is answered from memory.`,
      by === "question"
        ? `스페이스의 예시 쿼리에 이 질문이 이미 들어 있어(${example}) 외워서 답할 수 있습니다.`
        : `스페이스의 예시 쿼리에 이 SQL이 이미 들어 있어(${example}) 외워서 답할 수 있습니다.`,
      "Ask it in another way that needs other SQL, or take the example out of the space.",
      "다른 SQL이 필요하도록 질문을 바꾸거나 스페이스에서 예시를 빼십시오.",
    ),
};
