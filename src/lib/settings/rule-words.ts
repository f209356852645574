const korean = new Map<string, string>();

/** What a value must be, in words for people. The schema carries the English; the Korean is found by it. */
export function rule(en: string, ko: string): string {
  korean.set(en, ko);
  return en;
}

/** A rule's words in Korean; words that are no rule's as they are. */
export function ruleInKorean(en: string): string {
  return korean.get(en) ?? en;
}
