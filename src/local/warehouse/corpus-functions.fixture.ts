import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CorpusEngine } from "./corpus-engine.fixture.ts";
import type { Engine } from "./engine.ts";

/** An expression, the text that Databricks documents for it, and the type where DuckDB's own would differ. */
type Case = readonly [expression: string, value: string | null, type?: string];

const dates: readonly Case[] = [
  ["dayofweek(DATE '2009-07-30')", "5", "INT"],
  ["dayofweek('2024-01-07')", "1"],
  ["weekday(DATE '2009-07-30')", "3"],
  ["dayofmonth('2009-07-30')", "30", "INT"],
  ["dayofyear('2016-04-09')", "100"],
  ["weekofyear('2008-02-20')", "8"],
  ["year('2016-07-30')", "2016", "INT"],
  ["quarter('2016-08-31')", "3"],
  ["hour('2009-07-30 12:58:59')", "12", "INT"],
  ["minute('2009-07-30 12:58:59')", "58"],
  ["second('2009-07-30 12:58:59')", "59"],
  ["extract(DOW FROM DATE '2024-01-07')", "1"],
  ["extract(DAYOFWEEK_ISO FROM DATE '2024-01-07')", "7"],
  ["extract(week FROM timestamp '2019-08-12 01:00:00.123456')", "33"],
  ["extract(SECONDS FROM timestamp '2019-10-01 00:00:01.000001')", "1.000001", "DECIMAL(8,6)"],
  ["date_part('YEAR', TIMESTAMP '2019-08-12 01:00:00.123456')", "2019"],
  ["last_day('2009-01-12')", "2009-01-31", "DATE"],
  ["next_day('2015-01-14', 'TU')", "2015-01-20", "DATE"],
  ["add_months('2016-08-31', 1)", "2016-09-30", "DATE"],
  ["months_between('1997-02-28 10:30:00', '1996-10-30')", "3.94959677", "DOUBLE"],
  ["date_add('2016-07-30', 1)", "2016-07-31", "DATE"],
  ["date_sub('2016-07-30', 1)", "2016-07-29", "DATE"],
  ["dateadd(DAY, 5, TIMESTAMP '2022-02-28 00:00:00')", "2022-03-05T00:00:00.000Z", "TIMESTAMP"],
  ["dateadd(MONTH, -1, DATE '2022-03-31')", "2022-02-28T00:00:00.000Z", "TIMESTAMP"],
  ["timestampadd(HOUR, 8, TIMESTAMP '2022-02-28 20:00:00')", "2022-03-01T04:00:00.000Z"],
  ["datediff('2009-07-31', '2009-07-30')", "1", "INT"],
  ["datediff(MONTH, DATE '2021-02-28', DATE '2021-03-28')", "1", "BIGINT"],
  ["datediff(MONTH, DATE '2021-02-28', DATE '2021-03-27')", "0"],
  ["timestampdiff(HOUR, TIMESTAMP '2022-01-01 00:00:00', TIMESTAMP '2022-01-02 01:30:00')", "25"],
  ["date_trunc('MM', '2015-03-05T09:32:05.359')", "2015-03-01T00:00:00.000Z", "TIMESTAMP"],
  ["date_trunc('week', DATE '2019-08-04')", "2019-07-29T00:00:00.000Z", "TIMESTAMP"],
  ["date_trunc('QUARTER', DATE '2024-05-17')", "2024-04-01T00:00:00.000Z"],
  ["trunc('2019-08-04', 'week')", "2019-07-29", "DATE"],
  ["trunc('2009-02-12', 'MM')", "2009-02-01"],
  ["date_format('2016-04-08', 'y')", "2016"],
  ["date_format(TIMESTAMP '2024-05-01 09:05:07', 'yyyy/MM/dd HH:mm:ss')", "2024/05/01 09:05:07"],
  ["date_format(DATE '2024-05-01', 'EEEE, d MMM')", "Wednesday, 1 May"],
  ["date_format(DATE '2024-05-01', \"yyyy-'Q'q\")", "2024-Q2"],
  ["to_date('2009-07-30 04:17:52')", "2009-07-30", "DATE"],
  ["to_date('2016-12-31', 'yyyy-MM-dd')", "2016-12-31"],
  ["to_date('20240501', 'yyyyMMdd')", "2024-05-01"],
  ["to_timestamp('2016-12-31 00:12:00')", "2016-12-31T00:12:00.000Z", "TIMESTAMP"],
  ["to_timestamp('2016-12-31', 'yyyy-MM-dd')", "2016-12-31T00:00:00.000Z"],
  ["try_to_timestamp('foo', 'yyyy-MM-dd')", null],
  ["unix_timestamp('2016-04-08', 'yyyy-MM-dd')", "1460073600", "BIGINT"],
  ["from_unixtime(0, 'yyyy-MM-dd HH:mm:ss')", "1970-01-01 00:00:00", "STRING"],
  ["from_utc_timestamp('2016-08-31', 'Asia/Seoul')", "2016-08-31T09:00:00.000Z"],
  ["to_utc_timestamp('2016-08-31', 'Asia/Seoul')", "2016-08-30T15:00:00.000Z"],
  ["make_date(2013, 7, 15)", "2013-07-15", "DATE"],
  ["DATE '2024-01-31' + INTERVAL 1 MONTH", "2024-02-29", "DATE"],
  ["DATE '2024-01-01' - INTERVAL 7 DAYS", "2023-12-25", "DATE"],
  ["TIMESTAMP '2024-01-01 00:00:00' - INTERVAL 1 HOUR", "2023-12-31T23:00:00.000Z", "TIMESTAMP"],
  ["max(DATE '2024-01-01') - INTERVAL 1 DAY", "2023-12-31", "DATE"],
  ["DATE '2024-01-01' + 1", "2024-01-02", "DATE"],
  ["dayname(DATE '2024-04-01')", "Mon"],
  ["timestamp_millis(1230219000123)", "2008-12-25T15:30:00.123Z", "TIMESTAMP"],
  ["unix_date(DATE '1970-01-02')", "1", "INT"],
];

const texts: readonly Case[] = [
  ["concat('Spark', 'SQL')", "SparkSQL"],
  ["concat('Spark', NULL)", null],
  ["concat('n = ', 5)", "n = 5"],
  ["concat(array(1, 2, 3), array(4, 5), array(6))", "[1,2,3,4,5,6]", "ARRAY<INT>"],
  ["concat_ws('s', 'foo', NULL, 'bar')", "foosbar"],
  ["'a' || NULL", null],
  ["substring('Spark SQL', 5)", "k SQL"],
  ["substring('Spark SQL', -3)", "SQL"],
  ["substring('Spark SQL', 0, 2)", "Sp"],
  ["substr('Spark SQL' FROM 5 FOR 1)", "k"],
  ["left('Spark SQL', 3)", "Spa"],
  ["length('Spark SQL ')", "10", "INT"],
  ["instr('SparkSQL', 'SQL')", "6", "INT"],
  ["locate('bar', 'foobarbar', 5)", "7"],
  ["position('bar' IN 'foobarbar')", "4"],
  ["initcap('sPark sql')", "Spark Sql"],
  ["lpad('hi', 5, '?')", "???hi"],
  ["rpad('hi', 4)", "hi  "],
  ["replace('ABCabc', 'abc')", "ABC"],
  ["translate('AaBbCc', 'abc', '123')", "A1B2C3"],
  ["substring_index('www.apache.org', '.', 2)", "www.apache"],
  ["split('oneAtwoBthreeC', '[ABC]')", '["one","two","three",""]', "ARRAY<STRING>"],
  ["split_part('11.12.13', '.', 3)", "13"],
  ["regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 1)", "100"],
  ["regexp_extract('100-200', '(\\\\d+)-(\\\\d+)')", "100"],
  ["regexp_extract(r'100-200', r'(\\d+)-(\\d+)', 2)", "200"],
  ["regexp_replace('100-200', r'(\\d+)', 'num')", "num-num"],
  ["regexp_replace('ab', '(a)(b)', '$2$1')", "ba"],
  ["'Steven' RLIKE '^Ste(v|ph)en$'", "true", "BOOLEAN"],
  ["regexp_like('Steven', '^x')", "false"],
  ["regexp_count('Steven Jones and Stephen Smith', 'Ste(v|ph)en')", "2"],
  ["format_number(12332.123456, 4)", "12,332.1235"],
  ["contains('Spark SQL', 'Spark')", "true"],
  ["startswith('Spark SQL', 'Spark')", "true"],
  ["endswith('Spark SQL', 'SQL')", "true"],
  ["repeat('123', 2)", "123123"],
  ["char_length('한국어')", "3"],
  ["levenshtein('kitten', 'sitting')", "3"],
  ["md5('Spark')", "8cde774d6f7333752ed72cacddb05126"],
  ["sha2('Spark', 256)", "529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b"],
  ["'it\\'s'", "it's"],
  ['"double quotes"', "double quotes"],
];

const numbers: readonly Case[] = [
  ["5 / 2", "2.5", "DOUBLE"],
  ["3 div 2", "1", "BIGINT"],
  ["-7 % 3", "-1", "INT"],
  ["pmod(-10, 3)", "2"],
  ["try_divide(3, 2)", "1.5", "DOUBLE"],
  ["try_divide(1, 0)", null],
  ["round(2.5, 0)", "3"],
  ["round(CAST(12.345 AS DECIMAL(10,3)), 2)", "12.35"],
  ["bround(2.5D, 0)", "2.0"],
  ["ceil(-0.1)", "0", "BIGINT"],
  ["floor(-0.1)", "-1", "BIGINT"],
  ["greatest(10, 9, 2, 4, 3)", "10"],
  ["power(2, 3)", "8.0", "DOUBLE"],
  ["log(10, 100)", "2.0", "DOUBLE"],
  ["sqrt(4)", "2.0", "DOUBLE"],
  ["CAST(2.7 AS INT)", "2", "INT"],
  ["CAST(-2.7D AS BIGINT)", "-2", "BIGINT"],
  ["CAST('12' AS INT)", "12"],
  ["int('7') + 1", "8", "INT"],
  ["try_cast('abc' AS INT)", null],
  ["CAST(true AS INT)", "1"],
  ["CAST(TIMESTAMP '1970-01-01 00:00:10' AS BIGINT)", "10"],
  ["CAST(1.5 AS STRING)", "1.5", "STRING"],
  ["CAST(TIMESTAMP '2024-05-01 09:05:07' AS STRING)", "2024-05-01 09:05:07", "STRING"],
  ["CAST('2024-05-01' AS DATE)", "2024-05-01"],
  ["1.5D", "1.5", "DOUBLE"],
  ["10000000D", "1.0E7", "DOUBLE"],
  ["0.00001D", "1.0E-5", "DOUBLE"],
  ["CAST(1 AS DOUBLE)", "1.0", "DOUBLE"],
  ["10L", "10", "BIGINT"],
  ["CAST(1.005 AS DECIMAL(10,2))", "1.01", "DECIMAL(10,2)"],
];

const conditions: readonly Case[] = [
  ["nvl(NULL, 'x')", "x"],
  ["nvl2(NULL, 1, 2)", "2"],
  ["ifnull(NULL, 3)", "3"],
  ["if(1 < 2, 'a', 'b')", "a"],
  ["nullif(2, 2)", null],
  ["NULL <=> NULL", "true"],
  ["equal_null(3, NULL)", "false"],
  ["isnull(1)", "false"],
  ["decode(2, 1, 'one', 2, 'two', 'other')", "two"],
  ["CASE 3 WHEN 1 THEN 'a' ELSE 'z' END", "z"],
  ["nullifzero(0)", null],
  ["zeroifnull(NULL)", "0"],
];

const nested: readonly Case[] = [
  ["array(1, 2, 3)[0]", "1", "INT"],
  ["element_at(array(1, 2, 3), -1)", "3"],
  ["get(array(1, 2, 3), 2)", "3"],
  ["size(array('b', 'd', 'c', 'a'))", "4", "INT"],
  ["array_contains(array(1, 2, 3), 2)", "true"],
  ["array_join(array('hello', NULL, 'world'), ' ', ',')", "hello , world"],
  ["array_distinct(array(1, 2, 2))", "[1,2]"],
  ["array_position(array(312, 773, 708), 773)", "2", "BIGINT"],
  ["array_max(array(1, 20, NULL, 3))", "20"],
  ["sort_array(array('b', 'd', NULL, 'c'), true)", '[null,"b","c","d"]'],
  ["sort_array(array(1, 3, 2), false)", "[3,2,1]"],
  ["slice(array(1, 2, 3, 4), 2, 2)", "[2,3]"],
  ["slice(array(1, 2, 3, 4), -2, 2)", "[3,4]"],
  ["sequence(1, 5)", "[1,2,3,4,5]"],
  [
    "sequence(DATE '2018-01-01', DATE '2018-03-01', INTERVAL 1 MONTH)",
    '["2018-01-01","2018-02-01","2018-03-01"]',
    "ARRAY<DATE>",
  ],
  ["transform(array(1, 2, 3), x -> x + 1)", "[2,3,4]"],
  ["filter(array(1, 2, 3), x -> x % 2 = 1)", "[1,3]"],
  ["exists(array(1, 2, 3), x -> x > 2)", "true"],
  ["aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x)", "6"],
  ["aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x, acc -> acc * 10)", "60"],
  ["map('a', 1, 'b', 2)['b']", "2"],
  ["map_keys(map('a', 1, 'b', 2))", '["a","b"]'],
  ["named_struct('a', 1, 'b', 'x')", '{"a":1,"b":"x"}', "STRUCT<a: INT, b: STRING>"],
  ["named_struct('a', 1, 'b', 'x').b", "x"],
  ["get_json_object('{\"a\":\"b\"}', '$.a')", "b"],
  ["get_json_object('{\"a\":{\"b\":[1,2]}}', '$.a.b[1]')", "2"],
  ["get_json_object('not json', '$.a')", null],
  ["from_json('{\"a\":1, \"b\":0.8}', 'a INT, b DOUBLE')", '{"a":1,"b":0.8}', "STRUCT<a: INT, b: DOUBLE>"],
  ["from_json('[1,2]', 'array<int>')", "[1,2]", "ARRAY<INT>"],
  ["to_json(named_struct('a', 1))", '{"a":1}', "STRING"],
  ["json_array_length('[1,2,3,4]')", "4", "INT"],
  ['parse_json(\'{"a":{"b":5}}\'):a.b::int', "5", "INT"],
];

/** Functions as Databricks documents them, over an engine with catalog `sandbox`. */
export function describeFunctions({ name, open, close, differs = [] }: CorpusEngine): void {
  describe(`functions on ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => close(engine));

    const session = { catalog: "sandbox", schema: "default", timeZone: "UTC" };

    describe.each([
      ["dates", dates],
      ["texts", texts],
      ["numbers", numbers],
      ["conditions", conditions],
      ["arrays, maps, structs and JSON", nested],
    ] as const)("functions of %s", (_theme, cases) => {
      it.each(cases.filter(([expression]) => !differs.includes(expression)))(
        "%s gives %s",
        async (expression, value, type) => {
          const result = await engine.execute(`SELECT ${expression} AS value`, [], session);
          expect(result.rows).toEqual([[value]]);
          expect(type ?? result.columns[0]?.typeText).toBe(result.columns[0]?.typeText);
        },
      );
    });
  });
}
