/** Fields that a column may stand for. Those read over are for people. */
export type Field =
  | "id"
  | "question"
  | "korean_question"
  | "expected_sql"
  | "category"
  | "difficulty"
  | "evaluation_note"
  | "policy"
  | "alternates"
  | "must_pass"
  | "expected_result"
  | "source_file"
  | "question_number"
  | "metadata";

/** What people call the columns of their sheets, spaces, case and signs aside. */
const names: Readonly<Record<Field, string>> = {
  id: "id benchmark_id question_id 아이디 식별자 문항id 질문id",
  question: "question questions 질문 문항 질의 질문내용 질문문장 영어질문 english_question question_en",
  korean_question: "korean_question question_ko 한국어질문 한글질문 국문질문 질문한국어 질문한글",
  expected_sql:
    "expected_sql sql answer answer_sql gold_sql golden_sql ground_truth_sql reference_sql expected_query 정답 정답sql 정답sql문 정답쿼리 기대sql 기대쿼리 예상sql 모범sql 모범답안 쿼리 sql문 sql쿼리",
  category: "category 분류 카테고리 유형 구분 주제 영역",
  difficulty: "difficulty level 난이도 수준",
  evaluation_note: "evaluation_note 평가기준 평가메모 평가노트 채점기준 채점메모",
  policy: "policy 정책 비교정책 채점정책",
  alternates: "alternates alternate alternate_sql 대체sql 대체정답 대안sql 다른정답 허용sql 인정sql",
  must_pass: "must_pass 필수 필수여부 필수통과 필수문항",
  expected_result: "expected_result 기대결과 예상결과 정답결과",
  source_file: "source_file source 출처 원본 원본파일",
  question_number: "question_number 순번 순서",
  metadata:
    "metadata 비고 메모 참고 note notes remark remarks comment comments 담당자 작성자 작성일 owner author created_at updated_at",
};

const fieldOfName: ReadonlyMap<string, Field> = new Map(
  // The record's keys are the fields.
  (Object.keys(names) as Field[]).flatMap((field) =>
    names[field].split(" ").map((name) => [folded(name), field] as const),
  ),
);

/** Running numbers: the id where no other column is it. */
const numberNames: ReadonlySet<string> = new Set(
  ["번호", "문항번호", "질문번호", "no", "number", "#", "nr"].map(folded),
);

/** The field that a column's name stands for; `number` for a running number; null when it says nothing to us. */
export function fieldOfColumn(name: string): Field | "number" | null {
  const key = folded(name);
  if (numberNames.has(key)) return "number";
  const numbered = /^(?<base>.*\D)\d{1,2}$/u.exec(key)?.groups?.["base"];
  if (numbered !== undefined && fieldOfName.get(numbered) === "alternates") return "alternates";
  return fieldOfName.get(key) ?? null;
}

/** A field that a person may have meant, by one slip of the keyboard or two; null when none is near. */
export function fieldNear(name: string): Field | null {
  const key = folded(name);
  if (key.length < 5) return null;
  for (const [known, field] of fieldOfName) {
    if (known.length >= 5 && field !== "metadata" && distance(key, known) <= (known.length >= 8 ? 2 : 1)) return field;
  }
  return null;
}

function folded(name: string): string {
  const plain = name.normalize("NFC").toLowerCase();
  return plain.replaceAll(/[^\p{L}\p{N}#]/gu, "");
}

/** Edits between two words. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
