import type { Locale } from "../locale.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import type { TextCatalogue } from "./text-catalogue.ts";

/** The texts of a language. */
export function textsIn(locale: Locale): TextCatalogue {
  switch (locale) {
    case "en":
      return en;
    case "ko":
      return ko;
  }
}
