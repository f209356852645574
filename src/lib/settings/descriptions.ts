import type { SettingName } from "./settings.ts";

/** What each setting does, for `--help`, in English and Korean. */
export const settingDescriptions: Readonly<Record<SettingName, { readonly en: string; readonly ko: string }>> = {
  host: { en: "workspace URL", ko: "워크스페이스 URL" },
  space_id: { en: "the Genie space to improve (production)", ko: "개선할 Genie 스페이스(운영)" },
  warehouse_id: {
    en: "SQL warehouse that runs the exam's and our own SQL",
    ko: "시험과 상태 SQL을 실행할 SQL 웨어하우스",
  },
  llm_endpoint: {
    en: "model serving endpoint that plans fixes; no default, since names retire",
    ko: "수정을 계획하는 모델 서빙 엔드포인트(기본값 없음)",
  },
  catalog: { en: "catalog of the state tables", ko: "상태 테이블의 카탈로그" },
  schema: { en: "schema of the state tables", ko: "상태 테이블의 스키마" },
  coordination_schema: {
    en: "schema of leases and quota, shared by all deployments (default: schema)",
    ko: "임대와 할당량의 스키마, 모든 배포가 공유(기본값: schema)",
  },
  benchmarks: {
    en: "the exam: a JSON or YAML file, a table, or `space` for the space's own questions",
    ko: "시험: JSON·YAML 파일, 테이블, 또는 스페이스 자체 질문인 `space`",
  },
  target_score: {
    en: "share of visible questions that ends the run, 0 to 1",
    ko: "실행을 끝내는 공개 문항 정답 비율(0~1)",
  },
  max_iterations: { en: "loops at most", ko: "최대 반복 횟수" },
  max_changes_per_iteration: { en: "fixes tried in one loop at most", ko: "한 반복에서 시도할 최대 수정 수" },
  strategy: {
    en: "bisect: all fixes at once, halved when rejected; batch: all or nothing; sequential: one after the other",
    ko: "bisect: 한꺼번에 적용하고 거부되면 반으로 나눔, batch: 전부 아니면 전무, sequential: 하나씩 차례로",
  },
  confirm_pairs: {
    en: "fresh pairs of answers, old against new, that each question a fix aims at gets at least (5 to 40)",
    ko: "수정이 겨냥한 문항마다 새로 묻는 전후 답변 쌍의 최소 개수(5~40)",
  },
  approval: {
    en: "auto: plans are applied to the clone without a person; manual: each waits for one",
    ko: "auto: 사람의 승인 없이 복제본에 적용, manual: 계획마다 사람의 승인을 기다림",
  },
  approvals_required: {
    en: "different people who must approve a plan; one rejection is enough to stop it (1 to 10)",
    ko: "계획을 승인해야 하는 서로 다른 사람 수, 거부는 한 명으로 충분(1~10)",
  },
  approval_expires: {
    en: "days that a plan waits for a person's word",
    ko: "계획이 사람의 결정을 기다리는 일수",
  },
  trust_rows: {
    en: "true: rows that people insert into enhancement_approvals themselves count",
    ko: "true: 사람이 enhancement_approvals에 직접 넣은 행도 인정",
  },
  promote: {
    en: "ask: a person promotes; auto: promote on a PROMOTE verdict; never",
    ko: "ask: 사람이 승격, auto: PROMOTE 판정이면 자동 승격, never: 승격 안 함",
  },
  genie_concurrent: { en: "questions asked at the same time", ko: "동시에 묻는 질문 수" },
  sql_concurrent: { en: "statements run at the same time", ko: "동시에 실행하는 SQL 수" },
  batch: { en: "false asks one question at a time", ko: "false이면 한 번에 한 질문" },
  question_timeout: { en: "seconds Genie may take for one question", ko: "질문 하나에 허용하는 시간(초)" },
  statement_timeout: { en: "seconds one statement of an answer may run", ko: "답변 SQL 하나의 실행 제한(초)" },
  questions_per_minute: {
    en: "questions a minute that the workspace takes from everybody together; off: no limit",
    ko: "워크스페이스 전체의 분당 질문 한도, off: 제한 없음",
  },
  quota_share: {
    en: "share of that limit which runs use together; people keep the rest",
    ko: "그 한도 중 실행들이 함께 쓰는 비율, 나머지는 사람들의 몫",
  },
  ask_window: {
    en: "time of day within which questions are asked, such as 20:00-06:00, in session_time_zone",
    ko: "질문하는 시간대, 예: 20:00-06:00(session_time_zone 기준)",
  },
  max_questions: {
    en: "questions to Genie that a run may ask at most",
    ko: "한 실행이 Genie에 할 수 있는 최대 질문 수",
  },
  max_minutes: { en: "minutes that a run may work at most", ko: "한 실행의 최대 작업 시간(분)" },
  max_tokens: { en: "model tokens that a run may use at most", ko: "한 실행의 최대 모델 토큰 수" },
  max_cost: { en: "money that a run may cost at most, by the prices set", ko: "한 실행의 최대 비용(설정된 단가 기준)" },
  price_question: { en: "price of one question to Genie", ko: "Genie 질문 하나의 단가" },
  price_warehouse_hour: { en: "price of an hour of the SQL warehouse", ko: "SQL 웨어하우스 1시간의 단가" },
  price_million_input_tokens: {
    en: "price of a million tokens sent to the model",
    ko: "모델 입력 토큰 100만 개의 단가",
  },
  price_million_output_tokens: {
    en: "price of a million tokens the model writes",
    ko: "모델 출력 토큰 100만 개의 단가",
  },
  currency: { en: "currency of the prices, as three letters", ko: "단가의 통화(세 글자)" },
  scorer: {
    en: "compare: our own comparison of results; platform: Genie's evaluation (the last exam, with the held-out questions, is compared all the same); both: compare decides, differences are reported",
    ko: "compare: 자체 결과 비교, platform: Genie의 평가(비공개 문항이 든 마지막 시험은 자체 비교), both: 자체 비교로 판정하고 차이를 보고",
  },
  as_of: {
    en: "the day that CURRENT_DATE means in the exam's and Genie's SQL, such as 2024-06-30 (default: today)",
    ko: "시험과 Genie SQL에서 CURRENT_DATE가 뜻하는 날짜, 예: 2024-06-30(기본값: 오늘)",
  },
  indexing_wait: { en: "seconds to wait after a space was written", ko: "스페이스를 쓴 뒤 기다리는 시간(초)" },
  poll_interval: {
    en: "first wait between two looks at an answer, in seconds",
    ko: "답변 확인 사이의 첫 대기 시간(초)",
  },
  share_values: {
    en: "table values a model may see: none, listed, all",
    ko: "모델에 보일 수 있는 테이블 값: none, listed, all",
  },
  share_columns: {
    en: "with share_values listed: columns as catalog.schema.table.column, separated by commas",
    ko: "share_values가 listed일 때: catalog.schema.table.column 목록(쉼표로 구분)",
  },
  store_values: {
    en: "false keeps digests instead of data values in the state tables",
    ko: "false이면 상태 테이블에 값 대신 다이제스트 저장",
  },
  enable_instructions: { en: "propose changes of the text instruction", ko: "텍스트 지침 수정 제안" },
  enable_joins: { en: "propose changes of joins", ko: "조인 수정 제안" },
  enable_snippets: { en: "propose changes of filters, expressions and measures", ko: "필터·표현식·측정값 수정 제안" },
  enable_metadata: {
    en: "propose changes of descriptions, synonyms and column switches",
    ko: "설명·동의어·열 설정 수정 제안",
  },
  enable_sample_queries: { en: "propose changes of example queries", ko: "예시 쿼리 수정 제안" },
  enable_metric_views: {
    en: "propose metric views, made in metric_view_schema for the trials",
    ko: "메트릭 뷰 제안(시험용 뷰는 metric_view_schema에 생성)",
  },
  metric_view_schema: {
    en: "schema in which metric views are made, as catalog.schema (default: the state's schema)",
    ko: "메트릭 뷰를 만들 스키마, catalog.schema 형식(기본값: 상태 테이블의 스키마)",
  },
  catalog_comments: {
    en: "propose comments of tables and columns in Unity Catalog, written at promotion",
    ko: "Unity Catalog의 테이블·열 주석 제안(승격할 때 기록)",
  },
  dev_working_suffix: { en: "title suffix of the clone that takes trials", ko: "시험용 복제본 제목의 접미사" },
  dev_best_suffix: { en: "title suffix of the clone that holds the best", ko: "최선 복제본 제목의 접미사" },
  cleanup_on_success: {
    en: "ask: clones stay until promoted or discarded; promote: until the run ends; keep: always",
    ko: "ask: 승격·폐기까지 복제본 유지, promote: 실행 끝까지, keep: 항상 유지",
  },
  clone_folder: {
    en: "workspace folder of the clones, made if missing (default: the caller's home)",
    ko: "복제본을 둘 워크스페이스 폴더, 없으면 만듦(기본값: 호출자의 홈)",
  },
  reviewers: {
    en: "users, groups and service principals who get CAN_RUN on the clones, with commas between",
    ko: "복제본에 CAN_RUN을 받을 사용자·그룹·서비스 주체(쉼표로 구분)",
  },
  job_id: {
    en: "job that is started again for the next loop (set by the job itself)",
    ko: "다음 반복을 위해 다시 시작할 작업(작업이 스스로 설정)",
  },
  self_start: {
    en: "on: the job starts its own next loop; off: a person or a schedule does",
    ko: "on: 작업이 다음 반복을 스스로 시작, off: 사람이나 일정이 시작",
  },
  stage_time_limit: {
    en: "seconds after which a stage of a job leaves the rest to a new job run (0: no limit)",
    ko: "작업의 단계가 나머지를 새 실행에 맡기기까지의 초(0: 제한 없음)",
  },
  session_time_zone: {
    en: "time zone in which times without one are read when answers are compared, such as Asia/Seoul; the warehouse keeps its own, which the Statement Execution API cannot set",
    ko: "답을 비교할 때 시간대가 없는 시각을 해석할 시간대, 예: Asia/Seoul. 웨어하우스의 시간대는 Statement Execution API로 바꿀 수 없어 그대로임",
  },
  locale: { en: "language of the terminal: en or ko", ko: "터미널 언어: en 또는 ko" },
  seed: { en: "seed of everything drawn by chance", ko: "모든 무작위 추출의 시드" },
  out_dir: { en: "folder of the run's files", ko: "실행 결과 파일의 폴더" },
};
