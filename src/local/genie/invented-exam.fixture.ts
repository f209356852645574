import { type Content, namesOf, type Words } from "./invented-domain.fixture.ts";

export type ExamQuestion = { readonly ask: string; readonly sql: string; readonly needs: readonly Content[] };

/** Questions over a domain, the SQL that answers each, and what the space must say for it. */
export function examOf(w: Words): readonly ExamQuestion[] {
  const t = namesOf(w);
  const ko = w.korean;
  const toPerson = `JOIN ${t.person} p ON e.${w.person}_ref = p.${w.person}_id`;
  const toPlace = `JOIN ${t.place} l ON e.${w.place}_ref = l.${w.place}_id`;
  const toZone = `JOIN ${t.zone} z ON p.${w.zone}_ref = z.${w.zone}_id`;
  return [
    { ask: `How many ${w.person}s are there?`, sql: `SELECT count(*) FROM ${t.person}`, needs: [] },
    {
      ask: `Average ${w.units} by ${w.channel}`,
      sql: `SELECT ${w.channel}, avg(${w.units}) FROM ${t.event} GROUP BY 1`,
      needs: [],
    },
    {
      ask: `Total ${w.worth} per month in 2024`,
      sql: `SELECT date_trunc('month', ${w.event}_day), sum(${w.worth}) FROM ${t.event} WHERE year(${w.event}_day) = 2024 GROUP BY 1`,
      needs: [],
    },
    {
      ask: `How many ${w.event}s had more than 100 ${w.units}?`,
      sql: `SELECT count(*) FROM ${t.event} WHERE ${w.units} > 100`,
      needs: [],
    },
    {
      ask: `How many ${w.person}s are there per ${w.groupSynonym}?`,
      sql: `SELECT ${w.group}, count(*) FROM ${t.person} GROUP BY 1`,
      needs: ["group synonym"],
    },
    {
      ask: `Total ${w.worthPhrase} by ${w.channel}`,
      sql: `SELECT ${w.channel}, sum(${w.worth}) FROM ${t.event} GROUP BY 1`,
      needs: ["worth description"],
    },
    {
      ask: `Which ${w.place} has the highest total ${w.worth}?`,
      sql: `SELECT l.${w.place}_name, sum(e.${w.worth}) FROM ${t.event} e ${toPlace} GROUP BY 1 ORDER BY 2 DESC LIMIT 1`,
      needs: ["place join"],
    },
    {
      ask: `Total ${w.worth} of ${w.openPhrase} ${w.event}s by ${w.channel}`,
      sql: `SELECT ${w.channel}, sum(${w.worth}) FROM ${t.event} WHERE ${w.state} = 'o' GROUP BY 1`,
      needs: ["open filter"],
    },
    {
      ask: `What is the ${w.sharePhrase} in 2024?`,
      sql: `SELECT avg(CASE WHEN ${w.channel} = '${w.channels[2]}' THEN 1.0 ELSE 0.0 END) FROM ${t.event} WHERE year(${w.event}_day) = 2024`,
      needs: ["share measure"],
    },
    {
      ask: `How many ${w.event}s are there per ${w.bandPhrase}?`,
      sql: `SELECT CASE WHEN ${w.units} < 50 THEN 'short' ELSE 'long' END, count(*) FROM ${t.event} GROUP BY 1`,
      needs: ["band expression"],
    },
    {
      ask: `How many ${w.ruleTerm} ${w.event}s were there in 2024?`,
      sql: `SELECT count(*) FROM ${t.event} WHERE ${w.units} >= 100 AND year(${w.event}_day) = 2024`,
      needs: ["rule"],
    },
    {
      ask: `Show the ${w.reportPhrase}`,
      sql: `SELECT ${w.state}, max(${w.units}) FROM ${t.event} WHERE ${w.units} < 250 GROUP BY 1`,
      needs: ["example"],
    },
    {
      ask: `How many ${w.event}s came through ${w.channels[0].toUpperCase()}?`,
      sql: `SELECT count(*) FROM ${t.event} WHERE ${w.channel} = '${w.channels[0]}'`,
      needs: ["channel values"],
    },
    {
      ask: `Total ${w.worth} not with ${w.channels[1]} or ${w.channels[2]}`,
      sql: `SELECT sum(${w.worth}) FROM ${t.event} WHERE ${w.channel} NOT IN ('${w.channels[1]}', '${w.channels[2]}')`,
      needs: ["channel values"],
    },
    {
      ask: `How many ${w.person}s are in ${w.zones[1]}?`,
      sql: `SELECT count(*) FROM ${t.person} p ${toZone} WHERE z.${w.zone}_name = '${w.zones[1]}'`,
      needs: ["zone values", "zone join"],
    },
    {
      ask: `Which ${w.person}s have no ${w.event}s?`,
      sql: `SELECT ${w.person}_id, ${w.person}_name FROM ${t.person} p WHERE NOT EXISTS (SELECT 1 FROM ${t.event} e WHERE e.${w.person}_ref = p.${w.person}_id)`,
      needs: ["person join"],
    },
    {
      ask: `Which ${w.person}s have at least 3 ${w.event}s?`,
      sql: `SELECT p.${w.person}_name FROM ${t.event} e ${toPerson} GROUP BY p.${w.person}_id, 1 HAVING count(*) >= 3`,
      needs: ["person join"],
    },
    {
      ask: `Total ${w.units} in March 2024 by ${w.zone} of the ${w.person}`,
      sql: `SELECT z.${w.zone}_name, sum(e.${w.units}) FROM ${t.event} e ${toPerson} ${toZone} WHERE e.${w.event}_day >= DATE '2024-03-01' AND e.${w.event}_day < DATE '2024-04-01' GROUP BY 1`,
      needs: ["person join", "zone join"],
    },
    {
      ask: `${ko.group}별 ${ko.person} 수는?`,
      sql: `SELECT ${w.group}, count(*) FROM ${t.person} GROUP BY 1`,
      needs: ["korean synonyms"],
    },
    {
      ask: `총 ${ko.worth}이 가장 많은 ${ko.place} 상위 2개는?`,
      sql: `SELECT l.${w.place}_name, sum(e.${w.worth}) FROM ${t.event} e ${toPlace} GROUP BY 1 ORDER BY 2 DESC LIMIT 2`,
      needs: ["korean synonyms", "korean table descriptions", "place join"],
    },
    {
      ask: `2024년 2월 1일부터 3월 6일까지 ${ko.rule} ${ko.event} 건수는?`,
      sql: `SELECT count(*) FROM ${t.event} WHERE ${w.units} >= 100 AND ${w.event}_day BETWEEN DATE '2024-02-01' AND DATE '2024-03-06'`,
      needs: ["korean rule"],
    },
    {
      ask: `${ko.event}이 없는 ${ko.person}은 몇 명인가요?`,
      sql: `SELECT count(*) FROM ${t.person} p WHERE NOT EXISTS (SELECT 1 FROM ${t.event} e WHERE e.${w.person}_ref = p.${w.person}_id)`,
      needs: ["korean table descriptions", "person join"],
    },
  ];
}
