import { wordsOf } from "./words.ts";

export type Grain = "HOUR" | "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR" | "WEEKDAY";
export type Aggregate = "SUM" | "AVG" | "MAX" | "MIN" | "MEDIAN";

/** What a word of the language, not of the data, does in a question. */
export type Operator =
  | { readonly kind: "count"; readonly side: "before" | "after" }
  | { readonly kind: "distinct" }
  | { readonly kind: "amount" }
  | { readonly kind: "aggregate"; readonly fn: Aggregate }
  | { readonly kind: "by"; readonly side: "before" | "after" }
  | { readonly kind: "grain"; readonly grain: Grain; readonly by: boolean }
  | { readonly kind: "extreme"; readonly direction: "DESC" | "ASC"; readonly of: "amount" | "date" | "count" }
  | { readonly kind: "top"; readonly direction: "DESC" | "ASC" }
  | { readonly kind: "negation"; readonly side: "before" | "after" }
  | { readonly kind: "compare"; readonly sign: string; readonly side: "before" | "after" }
  | { readonly kind: "between" }
  | { readonly kind: "sort"; readonly direction: "DESC" | "ASC" | null; readonly side: "before" | "after" }
  | { readonly kind: "ask" }
  | { readonly kind: "and" }
  | { readonly kind: "holds" }
  | { readonly kind: "including" }
  | { readonly kind: "place" };

const table: readonly (readonly [Operator, string])[] = [
  [{ kind: "count", side: "before" }, "how many|number of|count of|count the|count|how often"],
  [
    { kind: "count", side: "after" },
    "몇|몇 개|몇 명|몇 건|몇 곳|몇 가지|몇 대|몇 번|몇 회|몇 종|몇 종류|건수|개수|갯수|수|수량은 몇|인원수|숫자|수는",
  ],
  [{ kind: "distinct" }, "distinct|unique|different|고유|고유한|서로 다른|중복 없이|중복 제거"],
  [
    { kind: "amount" },
    "how much|share|ratio|percentage|percent|proportion|비율|비중|점유율|얼마|얼마나|얼마인가|얼마였|얼마입니까|얼마인지",
  ],
  [{ kind: "aggregate", fn: "SUM" }, "total|sum|sum of|combined|overall|총|합계|총합|합산|총계|합"],
  [{ kind: "aggregate", fn: "AVG" }, "average|avg|mean|평균|평균적"],
  [{ kind: "aggregate", fn: "MAX" }, "maximum|max|최대|최댓값|최대값"],
  [{ kind: "aggregate", fn: "MIN" }, "minimum|min|최솟값|최소값|최소"],
  [{ kind: "aggregate", fn: "MEDIAN" }, "median|중앙값|중위수"],
  [
    { kind: "by", side: "before" },
    "by|per|each|every|for each|for every|in each|grouped by|group by|broken down by|split by|across|각|각각",
  ],
  [{ kind: "by", side: "after" }, "별|별로|마다"],
  [{ kind: "grain", grain: "HOUR", by: true }, "hourly|시간대별|시간별"],
  [{ kind: "grain", grain: "DAY", by: true }, "daily|일별|일자별|날짜별|매일"],
  [{ kind: "grain", grain: "WEEK", by: true }, "weekly|주별|주간별|주차별|매주"],
  [{ kind: "grain", grain: "MONTH", by: true }, "monthly|월별|매월|매달"],
  [{ kind: "grain", grain: "QUARTER", by: true }, "quarterly|분기별"],
  [{ kind: "grain", grain: "YEAR", by: true }, "yearly|annual|annually|연도별|년도별|연별|해마다|매년"],
  [{ kind: "grain", grain: "WEEKDAY", by: true }, "요일별"],
  [{ kind: "grain", grain: "HOUR", by: false }, "hour|hour of day|시간대"],
  [{ kind: "grain", grain: "DAY", by: false }, "day|date|날짜|일자"],
  [{ kind: "grain", grain: "WEEK", by: false }, "week"],
  [{ kind: "grain", grain: "MONTH", by: false }, "month|월"],
  [{ kind: "grain", grain: "QUARTER", by: false }, "quarter|분기"],
  [{ kind: "grain", grain: "YEAR", by: false }, "year|연도|년도"],
  [{ kind: "grain", grain: "WEEKDAY", by: false }, "day of week|day of the week|weekday|요일"],
  [
    { kind: "extreme", direction: "DESC", of: "amount" },
    "highest|most|largest|biggest|greatest|longest|heaviest|most expensive|가장 많은|가장 많이|가장 높은|가장 큰|가장 비싼|가장 긴|제일 많은|제일 많이|제일 높은|제일 큰|최고|최다|많은|높은|큰",
  ],
  [
    { kind: "extreme", direction: "ASC", of: "amount" },
    "lowest|least|fewest|smallest|cheapest|shortest|가장 적은|가장 적게|가장 낮은|가장 작은|가장 싼|가장 저렴한|가장 짧은|제일 적은|제일 낮은|제일 작은|최저|최소인|적은|낮은|작은",
  ],
  [{ kind: "extreme", direction: "DESC", of: "date" }, "latest|newest|most recent|가장 최근|가장 최근의|최신"],
  [{ kind: "extreme", direction: "ASC", of: "date" }, "earliest|oldest|가장 오래된|가장 이른|최초"],
  [
    { kind: "extreme", direction: "DESC", of: "count" },
    "most common|most frequent|most frequently|most often|most popular|most used|가장 흔한|가장 자주|가장 인기 있는|가장 빈번한",
  ],
  [
    { kind: "extreme", direction: "ASC", of: "count" },
    "least common|least frequent|least popular|least used|가장 드문",
  ],
  [{ kind: "top", direction: "DESC" }, "top|best|leading|상위|톱"],
  [{ kind: "top", direction: "ASC" }, "bottom|worst|하위"],
  [
    { kind: "negation", side: "before" },
    "without|with no|have no|has no|had no|having no|do not have|does not have|did not have|don't have|doesn't have|not having|no|not|non|never|excluding|exclude|except|except for|other than|apart from|do not|did not|is not|are not|not in|not from",
  ],
  [
    { kind: "negation", side: "after" },
    "없는|없이|없었던|없습니까|제외|제외한|제외하고|제외하면|아닌|않은|않는|빼고|뺀|하지 않은|한 적 없는|한 적이 없는",
  ],
  [
    { kind: "compare", sign: ">", side: "before" },
    "more than|over|above|greater than|larger than|bigger than|higher than|exceeding|exceed|longer than|more expensive than",
  ],
  [
    { kind: "compare", sign: ">=", side: "before" },
    "at least|no less than|no fewer than|not less than|minimum of|a minimum of",
  ],
  [
    { kind: "compare", sign: "<", side: "before" },
    "less than|under|below|fewer than|lower than|smaller than|shorter than|cheaper than",
  ],
  [{ kind: "compare", sign: "<=", side: "before" }, "at most|no more than|not more than|maximum of|a maximum of|up to"],
  [{ kind: "compare", sign: "=", side: "before" }, "exactly|equal to|equals"],
  [{ kind: "compare", sign: ">=", side: "after" }, "이상|or more|or higher|or above|and above|and more"],
  [{ kind: "compare", sign: "<=", side: "after" }, "이하|or less|or fewer|or lower|or below"],
  [
    { kind: "compare", sign: ">", side: "after" },
    "초과|보다 많은|보다 많이|보다 큰|보다 높은|보다 비싼|넘는|넘은|넘게",
  ],
  [{ kind: "compare", sign: "<", side: "after" }, "미만|보다 적은|보다 적게|보다 작은|보다 낮은|보다 싼"],
  [{ kind: "between" }, "between|사이"],
  [
    { kind: "sort", direction: null, side: "before" },
    "sorted by|sort by|order by|ordered by|ranked by|rank by|sorted|ranked|정렬",
  ],
  [
    { kind: "sort", direction: "DESC", side: "after" },
    "descending|in descending order|descending order|desc|highest first|largest first|most first|highest to lowest|largest to smallest|내림차순|많은 순|많은 순서|높은 순|높은 순서|큰 순|큰 순서|newest first|latest first|최신순",
  ],
  [
    { kind: "sort", direction: "ASC", side: "after" },
    "ascending|in ascending order|ascending order|asc|lowest first|smallest first|lowest to highest|smallest to largest|alphabetically|오름차순|적은 순|적은 순서|낮은 순|낮은 순서|작은 순|작은 순서|oldest first|earliest first|가나다순",
  ],
  [
    { kind: "ask" },
    "which|what|who|list|show|show me|give me|give|find|display|tell me|get|name the|what is|what are|what was|what were|어느|어떤|무엇|누구|어디|목록|리스트|나열",
  ],
  [{ kind: "and" }, "and|및|그리고|와|과|또는|or|as well as|together with|plus"],
  [{ kind: "holds" }, "with|having|have|has|had|who|whose|placed|made|있는|가진|보유한|있었던"],
  [{ kind: "including" }, "including|include|even if|포함|포함해|포함하여|포함해서"],
  [{ kind: "place" }, "in|from|at|on|for|within|into|under the|to|during"],
];

/** Words that carry nothing for a query. */
const silent = new Set(
  wordsOf(
    "the a an of is are was were be been being there do does did that these those this it its their our us we i me my you your please can could would should want need all any some as then so just only also out ever s t re than entire whole come came go went got see look along " +
      "해줘 해주세요 보여줘 보여주세요 알려줘 알려주세요 구해줘 구해주세요 주세요 줘 찾아줘 찾아주세요 뽑아줘 계산해줘 나열해줘 나열해주세요 정렬해줘 정렬해서 정렬하여 정렬 인가요 인가 있나요 있어 있습니까 있는지 이었나요 였나요 했나요 되나요 됩니까 무엇인가요 무엇입니까 무엇 뭐야 뭔가요 좀 그 이 저 것 중 중에서 중에 대한 대해 대하여 관한 따른 따라 기준 기준으로 전체 모든 전부 각각의 해당 해당하는 하는 한 할 된 되는 기록된 경우 때 데이터 몇몇 인지 였는지 얼마인지 개 명 건 곳 가지 대 번 회 종 원 달러 위 순 순서 순으로 순서대로 들 동안 사이 나라별로는 누구인가요 어디인가요",
  ),
);

const spelled: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  한: 1,
  두: 2,
  세: 3,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
};

const byKey = new Map<string, Operator>(
  table.flatMap(([operator, phrases]) =>
    phrases.split("|").map((phrase) => [phrase.replaceAll("'", " "), operator] as const),
  ),
);

/** The operator that some words in a row are, written as `wordsOf` gives them and joined by spaces. */
export function operatorOf(words: string): Operator | undefined {
  return byKey.get(words);
}

/** Words that never take part in a name and may be stepped over. */
export function isSilent(word: string): boolean {
  return silent.has(word);
}

/** A number written as a word. */
export function spelledNumber(word: string): number | undefined {
  return spelled[word];
}
