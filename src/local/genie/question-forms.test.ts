import { beforeAll, describe, expect, it } from "vitest";
import { type Data, matches, openData } from "./invented-data.fixture.ts";
import { allContent, clinic, spaceOf } from "./invented-domain.fixture.ts";
import { genieReader } from "./reader.ts";

const reader = genieReader({ seed: "forms", flakyShare: 0 });
const space = spaceOf(clinic, allContent);
const day = "e.visit_day";
const from = (rest: string) => `FROM health.main_data.visits e ${rest}`;
const persons = "JOIN health.main_data.patients p ON e.patient_ref = p.patient_id";
const wards = "JOIN health.main_data.wards w ON e.ward_ref = w.ward_id";
const zones = "JOIN health.main_data.districts z ON p.district_ref = z.district_id";

const forms: readonly (readonly [string, string])[] = [
  [
    "How many visits were there each day in February 2024?",
    `SELECT CAST(${day} AS DATE), count(*) ${from(`WHERE year(${day}) = 2024 AND month(${day}) = 2 GROUP BY 1`)}`,
  ],
  [
    "Monthly fee since 2024-02-01",
    `SELECT date_trunc('month', ${day}), sum(fee) ${from(`WHERE ${day} >= DATE '2024-02-01' GROUP BY 1`)}`,
  ],
  ["What is the highest fee?", `SELECT max(fee) ${from("")}`],
  ["What is the minimum and maximum fee?", `SELECT min(fee), max(fee) ${from("")}`],
  [
    "Top 2 wards by number of visits",
    `SELECT ward_name, count(*) ${from(`${wards} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 2`)}`.replace(
      "2 DESC, 1",
      "2 DESC, min(w.ward_id)",
    ),
  ],
  ["Which entrance is used most often?", `SELECT entrance, count(*) ${from("GROUP BY 1 ORDER BY 2 DESC LIMIT 1")}`],
  [
    "Which patient has the most visits?",
    `SELECT patient_name, count(*) ${from(`${persons} GROUP BY 1, p.patient_id ORDER BY 2 DESC, p.patient_id LIMIT 1`)}`,
  ],
  [
    "Which patients had a total fee of at least 110?",
    `SELECT patient_name ${from(`${persons} GROUP BY 1 HAVING sum(fee) >= 110`)}`,
  ],
  [
    "How many patients have more than two visits?",
    `SELECT count(*) FROM (SELECT patient_ref ${from("GROUP BY 1 HAVING count(*) > 2")})`,
  ],
  ["How many different entrances are there?", `SELECT count(DISTINCT entrance) ${from("")}`],
  [
    "List the patients in Harbour Hill",
    `SELECT patient_id, patient_name FROM health.main_data.patients p ${zones} WHERE z.district_name = 'Harbour Hill'`,
  ],
  [
    "How many patients in Elmfield had a visit in 2024?",
    `SELECT count(DISTINCT p.patient_id) ${from(`${persons} ${zones} WHERE z.district_name = 'Elmfield' AND year(${day}) = 2024`)}`,
  ],
  ["Visits with a fee between 50 and 100", `SELECT visit_id ${from("WHERE fee BETWEEN 50 AND 100")}`],
  ["Show the 3 most recent visits", `SELECT visit_id ${from(`ORDER BY ${day} DESC LIMIT 3`)}`],
  ["Top 2 visits by fee", `SELECT visit_id, fee ${from("ORDER BY fee DESC LIMIT 2")}`],
  ["Average fee excluding unfinished visits", `SELECT avg(fee) ${from("WHERE progress <> 'o'")}`],
  ["Fee by entrance and progress", `SELECT entrance, progress, sum(fee) ${from("GROUP BY 1, 2")}`],
  ["What is the average number of visits per patient?", `SELECT count(*) / count(DISTINCT patient_ref) ${from("")}`],
  [
    "Which wards have no visits in 2024?",
    `SELECT ward_name FROM health.main_data.wards w WHERE NOT EXISTS (SELECT 1 ${from(`WHERE e.ward_ref = w.ward_id AND year(${day}) = 2024`)})`,
  ],
  [
    "Total fee in the first quarter of 2024",
    `SELECT sum(fee) ${from(`WHERE year(${day}) = 2024 AND quarter(${day}) = 1`)}`,
  ],
  [
    "Average minutes by duration class",
    `SELECT CASE WHEN minutes < 50 THEN 'short' ELSE 'long' END, avg(minutes) ${from("GROUP BY 1")}`,
  ],
  [
    "Show the patient name and plan of patients in Elmfield",
    `SELECT patient_name, plan FROM health.main_data.patients p ${zones} WHERE z.district_name = 'Elmfield'`,
  ],
  [
    'Total fee of visits through "desk" before 2024-02-01',
    `SELECT sum(fee) ${from(`WHERE entrance = 'desk' AND ${day} < DATE '2024-02-01'`)}`,
  ],
  ["Fee per entrance sorted by fee descending", `SELECT entrance, sum(fee) ${from("GROUP BY 1")}`],
  ["helipad를 제외한 내원의 총 진료비는?", `SELECT sum(fee) ${from("WHERE entrance <> 'helipad'")}`],
  ["병동별 평균 진료비를 높은 순으로 보여줘", `SELECT ward_name, avg(fee) ${from(`${wards} GROUP BY 1`)}`],
  ["진료비가 50 이상인 내원은 몇 건인가요?", `SELECT count(*) ${from("WHERE fee >= 50")}`],
  [
    "2024년 월별 내원 건수",
    `SELECT date_trunc('month', ${day}), count(*) ${from(`WHERE year(${day}) = 2024 GROUP BY 1`)}`,
  ],
  [
    "내원이 3건 이상인 환자 목록",
    `SELECT p.patient_id, patient_name ${from(`${persons} GROUP BY 1, 2 HAVING count(*) >= 3`)}`,
  ],
  [
    "Harbour Hill에 있는 환자는 몇 명인가요?",
    `SELECT count(*) FROM health.main_data.patients p ${zones} WHERE z.district_name = 'Harbour Hill'`,
  ],
  [
    "진료비가 가장 많은 환자는 누구인가요?",
    `SELECT patient_name, sum(fee) ${from(`${persons} GROUP BY 1 ORDER BY 2 DESC LIMIT 1`)}`,
  ],
  ["보험과 병동별 총진료비", `SELECT plan, ward_name, sum(fee) ${from(`${persons} ${wards} GROUP BY 1, 2`)}`],
];

describe("question forms", () => {
  let data: Data;
  beforeAll(async () => {
    data = await openData(clinic);
  });

  it.each(forms)("reads: %s", async (question, sql) => {
    const answer = await reader({ question, space, spaceId: "s", history: [], timesAsked: 0 }, data.catalog);
    const got = answer.kind === "sql" ? answer.sql : answer.content;
    const rows = answer.kind === "sql" ? await data.run(answer.sql) : null;
    expect({ got, right: matches(rows, await data.run(sql)) }).toEqual({ got, right: true });
  });

  it("puts the highest first where asked to", async () => {
    const answer = await reader(
      { question: "Fee per entrance sorted by fee descending", space, spaceId: "s", history: [], timesAsked: 0 },
      data.catalog,
    );
    const rows = answer.kind === "sql" ? await data.run(answer.sql) : null;
    expect(rows?.map(([entrance]) => entrance)).toEqual(['"gate"', '"helipad"', '"desk"']);
  });
});
