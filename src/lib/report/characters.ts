import type { Locale } from "./locale.ts";

/** Characters by which a fix makes the space longer, with their sign: `+1,234`. */
export function addedCharactersInWords(characters: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }).format(characters).replace("-", "−");
}
