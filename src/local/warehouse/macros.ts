/**
 * Functions whose meaning in Databricks differs from DuckDB's, or that DuckDB lacks, each as a DuckDB macro: the name
 * without its prefix, then its overloads. Overloads by type stand where the result's type follows the argument's; one
 * without types takes what no other overload takes.
 */
const macros: Readonly<Record<string, readonly string[]>> = {
  text: [
    "(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN regexp_replace(CAST(x AS VARCHAR), '[+-]\\d\\d(:\\d\\d)?$', '') ELSE CAST(x AS VARCHAR) END",
  ],

  joined: ["(a, b) AS a || b"],
  plus: ["(a, b) AS a + b"],
  minus: ["(a, b) AS a - b"],
  times: ["(n, i) AS n * i"],
  positive: ["(x) AS x"],

  // Arithmetic. The platform's ANSI mode refuses a zero divisor and cuts a fraction where DuckDB rounds it.
  div: [
    "(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('[DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead. SQLSTATE: 22012') ELSE a / b END",
  ],
  int_div: [
    "(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('[DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead. SQLSTATE: 22012') ELSE CAST(trunc(a / b) AS BIGINT) END",
  ],
  mod: [
    "(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('[REMAINDER_BY_ZERO] Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead. SQLSTATE: 22012') ELSE a % b END",
  ],
  try_divide: ["(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a / b END"],
  try_mod: ["(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a % b END"],
  pmod: ["(a, b) AS ((a % b) + b) % b"],
  to_int: integerCast("INTEGER"),
  to_bigint: integerCast("BIGINT"),
  to_smallint: integerCast("SMALLINT"),
  to_tinyint: integerCast("TINYINT"),
  try_to_int: integerCast("INTEGER", "TRY_CAST"),
  try_to_bigint: integerCast("BIGINT", "TRY_CAST"),
  try_to_smallint: integerCast("SMALLINT", "TRY_CAST"),
  try_to_tinyint: integerCast("TINYINT", "TRY_CAST"),
  ceil: ["(x) AS CAST(ceil(x) AS BIGINT)", "(x, n) AS CAST(ceil(x * 10 ** n) / 10 ** n AS DECIMAL(38,6))"],
  floor: ["(x) AS CAST(floor(x) AS BIGINT)", "(x, n) AS CAST(floor(x * 10 ** n) / 10 ** n AS DECIMAL(38,6))"],
  bround: ["(x) AS round_even(x, 0)", "(x, n) AS round_even(CAST(x AS DOUBLE), n)"],
  signum: ["(x) AS CAST(sign(x) AS DOUBLE)"],
  hypot: ["(a, b) AS sqrt(a * a + b * b)"],

  // Parts of dates. DuckDB counts in BIGINT, Databricks in INT.
  ...datePart("year", "year(x)"),
  ...datePart("quarter", "quarter(x)"),
  ...datePart("month", "month(x)"),
  ...datePart("day", "day(x)"),
  ...datePart("dayofyear", "dayofyear(x)"),
  ...datePart("weekofyear", "weekofyear(x)"),
  ...datePart("dayofweek", "dayofweek(x) + 1"),
  ...datePart("dayofweek_iso", "isodow(x)"),
  ...datePart("yearofweek", "isoyear(x)"),
  ...datePart("weekday", "isodow(x) - 1"),
  ...datePart("hour", "hour(x)", "TIMESTAMPTZ"),
  ...datePart("minute", "minute(x)", "TIMESTAMPTZ"),
  ...datePart("second", "second(x)", "TIMESTAMPTZ"),
  second_fraction: [
    "(x) AS CAST(CAST(date_part('microseconds', CAST(x AS TIMESTAMPTZ)) AS DECIMAL(18,0)) / 1000000 AS DECIMAL(8,6))",
  ],
  dayname: ["(x) AS strftime(CAST(x AS DATE), '%a')"],
  monthname: ["(x) AS strftime(CAST(x AS DATE), '%b')"],

  // Moving dates. A DATE plus whole days stays a DATE.
  plus_days: [
    "(x, i INTERVAL) AS x + i",
    "(x DATE, i INTERVAL) AS CAST(x + i AS DATE)",
    "(x TIMESTAMPTZ, i INTERVAL) AS x + i",
    "(x TIMESTAMP, i INTERVAL) AS x + i",
    "(x INTERVAL, i INTERVAL) AS x + i",
    "(x VARCHAR, i INTERVAL) AS CAST(x AS TIMESTAMPTZ) + i",
  ],
  minus_days: [
    "(x, i INTERVAL) AS x - i",
    "(x DATE, i INTERVAL) AS CAST(x - i AS DATE)",
    "(x TIMESTAMPTZ, i INTERVAL) AS x - i",
    "(x TIMESTAMP, i INTERVAL) AS x - i",
    "(x INTERVAL, i INTERVAL) AS x - i",
    "(x VARCHAR, i INTERVAL) AS CAST(x AS TIMESTAMPTZ) - i",
  ],
  date_add: ["(x, n) AS CAST(x AS DATE) + CAST(n AS INTEGER)"],
  date_sub: ["(x, n) AS CAST(x AS DATE) - CAST(n AS INTEGER)"],
  add_months: ["(x, n) AS CAST(CAST(x AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE)"],
  last_day: ["(x) AS last_day(CAST(x AS DATE))"],
  next_day: [
    "(x, d) AS CAST(x AS DATE) + CAST(((list_position(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], upper(d[1:2])) - isodow(CAST(x AS DATE)) + 6) % 7) + 1 AS INTEGER)",
  ],
  datediff: ["(a, b) AS CAST(date_diff('day', CAST(b AS DATE), CAST(a AS DATE)) AS INTEGER)"],
  unit_diff: ["(u, a, b) AS date_sub(u, CAST(a AS TIMESTAMPTZ), CAST(b AS TIMESTAMPTZ))"],
  months_between: [
    "(a, b) AS round(12 * (year(CAST(a AS TIMESTAMPTZ)) - year(CAST(b AS TIMESTAMPTZ))) + month(CAST(a AS TIMESTAMPTZ)) - month(CAST(b AS TIMESTAMPTZ)) + CASE WHEN day(CAST(a AS TIMESTAMPTZ)) = day(CAST(b AS TIMESTAMPTZ)) OR (CAST(a AS DATE) = last_day(CAST(a AS DATE)) AND CAST(b AS DATE) = last_day(CAST(b AS DATE))) THEN 0 ELSE (date_part('epoch', CAST(a AS TIMESTAMPTZ) - date_trunc('month', CAST(a AS TIMESTAMPTZ))) - date_part('epoch', CAST(b AS TIMESTAMPTZ) - date_trunc('month', CAST(b AS TIMESTAMPTZ)))) / 2678400.0 END, 8)",
  ],
  date_trunc: ["(u, x) AS date_trunc(u, CAST(x AS TIMESTAMPTZ))"],
  trunc: ["(x, u) AS CAST(date_trunc(u, CAST(x AS DATE)) AS DATE)"],
  date_format: ["(x, f) AS strftime(CAST(x AS TIMESTAMPTZ), f)"],
  parse_timestamp: ["(x, f) AS CAST(strptime(CAST(x AS VARCHAR), f) AS TIMESTAMPTZ)"],
  try_parse_timestamp: ["(x, f) AS CAST(try_strptime(CAST(x AS VARCHAR), f) AS TIMESTAMPTZ)"],
  unix_timestamp: ["() AS CAST(epoch(now()) AS BIGINT)", "(x) AS CAST(floor(epoch(CAST(x AS TIMESTAMPTZ))) AS BIGINT)"],
  from_unix_date: ["(n) AS DATE '1970-01-01' + CAST(n AS INTEGER)"],
  unix_millis: ["(x) AS epoch_ms(CAST(x AS TIMESTAMPTZ))"],
  unix_micros: ["(x) AS epoch_us(CAST(x AS TIMESTAMPTZ))"],
  unix_date: ["(x) AS CAST(x - DATE '1970-01-01' AS INTEGER)"],
  from_unixtime: ["(n) AS strftime(to_timestamp(n), '%Y-%m-%d %H:%M:%S')", "(n, f) AS strftime(to_timestamp(n), f)"],
  timestamp_millis: ["(n) AS to_timestamp(n / 1000.0)"],
  from_utc_timestamp: [
    "(x, z) AS CAST(timezone(z, CAST(CAST(x AS TIMESTAMPTZ) AS TIMESTAMP) AT TIME ZONE 'UTC') AS TIMESTAMPTZ)",
  ],
  to_utc_timestamp: [
    "(x, z) AS CAST(timezone('UTC', timezone(z, CAST(CAST(x AS TIMESTAMPTZ) AS TIMESTAMP))) AS TIMESTAMPTZ)",
  ],
  make_timestamp: ["(y, m, d, h, i, s) AS CAST(make_timestamp(y, m, d, h, i, CAST(s AS DOUBLE)) AS TIMESTAMPTZ)"],

  // Text functions. Positions count from 1; position 0 of substring is 1.
  length: ["(x) AS CAST(length(CAST(x AS VARCHAR)) AS INTEGER)"],
  substring: [
    "(s, p) AS substring(CAST(s AS VARCHAR), CASE WHEN p = 0 THEN 1 ELSE CAST(p AS BIGINT) END)",
    "(s, p, n) AS substring(CAST(s AS VARCHAR), CASE WHEN p = 0 THEN 1 ELSE CAST(p AS BIGINT) END, greatest(CAST(n AS BIGINT), 0))",
  ],
  left: ["(s, n) AS left(CAST(s AS VARCHAR), greatest(CAST(n AS BIGINT), 0))"],
  right: ["(s, n) AS right(CAST(s AS VARCHAR), greatest(CAST(n AS BIGINT), 0))"],
  locate: [
    "(x, s) AS CAST(strpos(s, x) AS INTEGER)",
    "(x, s, p) AS CAST(CASE WHEN strpos(substring(s, p), x) = 0 THEN 0 ELSE strpos(substring(s, p), x) + p - 1 END AS INTEGER)",
  ],
  lpad: ["(s, n) AS lpad(CAST(s AS VARCHAR), n, ' ')", "(s, n, p) AS lpad(CAST(s AS VARCHAR), n, p)"],
  rpad: ["(s, n) AS rpad(CAST(s AS VARCHAR), n, ' ')", "(s, n, p) AS rpad(CAST(s AS VARCHAR), n, p)"],
  replace: ["(s, a) AS replace(s, a, '')", "(s, a, b) AS replace(s, a, b)"],
  initcap: ["(s) AS array_to_string(list_transform(string_split(lower(s), ' '), lambda w: upper(w[1]) || w[2:]), ' ')"],
  split: [
    "(s, p) AS string_split_regex(s, p)",
    "(s, p, n) AS CASE WHEN n <= 0 OR len(string_split_regex(s, p)) <= n THEN string_split_regex(s, p) ELSE list_append(list_slice(string_split_regex(s, p), 1, n - 1), array_to_string(list_slice(string_split_regex(s, p), n, len(string_split_regex(s, p))), p)) END",
  ],
  substring_index: [
    "(s, d, n) AS CASE WHEN n > 0 THEN array_to_string(string_split(s, d)[1:n], d) WHEN n < 0 THEN array_to_string(string_split(s, d)[greatest(len(string_split(s, d)) + n + 1, 1):], d) ELSE '' END",
  ],
  regexp_extract: ["(s, p) AS regexp_extract(s, p, 1)", "(s, p, g) AS regexp_extract(s, p, g)"],
  regexp_extract_all: ["(s, p) AS regexp_extract_all(s, p, 1)", "(s, p, g) AS regexp_extract_all(s, p, g)"],
  regexp_count: ["(s, p) AS CAST(len(regexp_extract_all(s, p)) AS INTEGER)"],
  regexp_substr: ["(s, p) AS nullif(regexp_extract(s, p), '')"],
  format_number: ["(x, n) AS format('{:,.' || CAST(n AS VARCHAR) || 'f}', CAST(x AS DOUBLE))"],
  space: ["(n) AS repeat(' ', n)"],
  find_in_set: ["(x, s) AS CAST(coalesce(list_position(string_split(s, ','), x), 0) AS INTEGER)"],
  sha2: ["(x, n) AS sha256(x)"],
  base64: ["(x) AS to_base64(encode(CAST(x AS VARCHAR)))"],
  unbase64: ["(x) AS from_base64(x)"],
  hex: ["(x) AS upper(to_hex(x))"],

  // Conditions.
  nvl2: ["(a, b, c) AS CASE WHEN a IS NOT NULL THEN b ELSE c END"],
  nullifzero: ["(x) AS nullif(x, 0)"],
  zeroifnull: ["(x) AS coalesce(x, 0)"],
  nanvl: ["(a, b) AS CASE WHEN isnan(a) THEN b ELSE a END"],
  isnull: ["(x) AS x IS NULL"],
  isnotnull: ["(x) AS x IS NOT NULL"],
  equal_null: ["(a, b) AS a IS NOT DISTINCT FROM b"],
  raise_error: ["(x) AS error('[USER_RAISED_EXCEPTION] ' || x || ' SQLSTATE: P0001')"],

  // JSON. Text that is no JSON gives null.
  get_json_object: ["(j, p) AS json_extract_string(CASE WHEN json_valid(j) THEN j END, p)"],
  from_json: ["(j, s) AS from_json(CASE WHEN json_valid(j) THEN j END, s)"],
  json_array_length: ["(j) AS CAST(json_array_length(CASE WHEN json_valid(j) THEN j END) AS INTEGER)"],
  to_json: ["(x) AS CAST(to_json(x) AS VARCHAR)"],

  // Arrays and maps.
  at: ["(a, i) AS a[i + 1]"],
  size: ["(x) AS CAST(len(x) AS INTEGER)"],
  sort_array: [
    "(a) AS list_sort(a, 'ASC', 'NULLS FIRST')",
    "(a, up) AS CASE WHEN up THEN list_sort(a, 'ASC', 'NULLS FIRST') ELSE list_sort(a, 'DESC', 'NULLS LAST') END",
  ],
  array_sort: ["(a) AS list_sort(a, 'ASC', 'NULLS LAST')"],
  array_join: [
    "(a, d) AS array_to_string(a, d)",
    "(a, d, n) AS array_to_string(list_transform(a, lambda e: coalesce(CAST(e AS VARCHAR), n)), d)",
  ],
  array_distinct: [
    "(a) AS list_filter(a, lambda e, i: i = CASE WHEN e IS NULL THEN list_position(list_transform(a, lambda n: n IS NULL), true) ELSE list_position(a, e) END)",
  ],
  array_union: ["(a, b) AS spark_array_distinct(list_concat(a, b))"],
  array_except: ["(a, b) AS list_filter(spark_array_distinct(a), lambda e: NOT coalesce(list_contains(b, e), false))"],
  array_intersect: ["(a, b) AS list_filter(spark_array_distinct(a), lambda e: coalesce(list_contains(b, e), false))"],
  array_remove: ["(a, x) AS list_filter(a, lambda e: e <> x)"],
  array_position: ["(a, x) AS CAST(coalesce(list_position(a, x), 0) AS BIGINT)"],
  array_repeat: ["(x, n) AS list_transform(range(CAST(n AS BIGINT)), lambda e: x)"],
  array_max: ["(a) AS list_max(a)"],
  array_min: ["(a) AS list_min(a)"],
  slice: [
    "(a, p, n) AS CASE WHEN p < 0 THEN list_slice(a, len(a) + p + 1, len(a) + p + n) ELSE list_slice(a, p, p + n - 1) END",
  ],
  sequence: [
    "(a, b) AS CASE WHEN a <= b THEN generate_series(a, b) ELSE generate_series(a, b, -1) END",
    "(a DATE, b DATE) AS list_transform(generate_series(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), INTERVAL 1 DAY), lambda e: CAST(e AS DATE))",
    "(a, b, s) AS generate_series(a, b, s)",
    "(a DATE, b DATE, s INTERVAL) AS list_transform(generate_series(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), s), lambda e: CAST(e AS DATE))",
    "(a TIMESTAMPTZ, b TIMESTAMPTZ, s INTERVAL) AS generate_series(a, b, s)",
  ],

  // Types as Databricks writes them, from the words of DuckDB's catalog.
  type_text: [
    "(t) AS replace(replace(replace(replace(replace(replace(replace(replace(lower(CASE WHEN t LIKE '%[]' THEN 'array<' || t[1:-3] || '>' ELSE t END), 'timestamp with time zone', 'timestamp?'), 'integer', 'int'), 'varchar', 'string'), 'hugeint', 'bigint'), 'blob', 'binary'), 'json', 'variant'), 'timestamp', 'timestamp_ntz'), 'timestamp_ntz?', 'timestamp')",
  ],
  type_name: [
    "(t) AS CASE WHEN t LIKE '%[]' THEN 'array' WHEN t = 'BIGINT' OR t = 'HUGEINT' THEN 'long' WHEN t = 'SMALLINT' THEN 'short' WHEN t = 'TINYINT' THEN 'byte' WHEN t = 'TIMESTAMP WITH TIME ZONE' THEN 'timestamp' WHEN t = 'TIMESTAMP' THEN 'timestamp_ntz' WHEN t = 'VARCHAR' THEN 'string' WHEN t = 'INTEGER' THEN 'int' WHEN t = 'BLOB' THEN 'binary' ELSE lower(split_part(t, '(', 1)) END",
  ],

  // Explode: an outer one keeps the row of an empty or missing array.
  or_one_null: ["(a) AS CASE WHEN len(a) > 0 THEN a ELSE [NULL] END"],
  positions: ["(a) AS list_transform(range(len(a)), lambda e: CAST(e AS INTEGER))"],
};

/** A cast to a whole number cuts a fraction; one body does for every type, since its branches all go through text. */
function integerCast(type: string, cast = "CAST"): string[] {
  const text = "CAST(x AS VARCHAR)";
  return [
    `(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN ${cast}(trunc(TRY_CAST(${text} AS DOUBLE)) AS ${type}) WHEN typeof(x) LIKE 'DECIMAL%' THEN ${cast}(split_part(${text}, '.', 1) AS ${type}) WHEN typeof(x) = 'BOOLEAN' THEN CAST(${text} = 'true' AS ${type}) WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN ${cast}(floor(epoch(TRY_CAST(${text} AS TIMESTAMPTZ))) AS ${type}) ELSE ${cast}(trim(${text}) AS ${type}) END`,
  ];
}

function datePart(name: string, body: string, type?: "TIMESTAMPTZ"): Record<string, string[]> {
  return { [name]: [`(x) AS CAST(${body.replaceAll("(x)", `(CAST(x AS ${type ?? "DATE"}))`)} AS INTEGER)`] };
}

/** The names that stand for a macro of ours. */
export const macroNames: ReadonlySet<string> = new Set(Object.keys(macros));

/** The statements that make the macros, once for all connections of a database. */
export function macroStatements(): string[] {
  return Object.entries(macros).map(
    ([name, overloads]) => `CREATE OR REPLACE MACRO spark_${name}${overloads.join(", ")}`,
  );
}
