import { withParticles } from "./korean-particles.ts";
import type { Locale } from "./locale.ts";
import { textsIn } from "./texts/texts-in.ts";

/** A fix in a sentence of the language. Not Markdown yet. A reply that was no fix at all has no sentence of its own. */
export function fixWords(changeType: string, words: Readonly<Record<Locale, string>>, locale: Locale): string {
  if (changeType === unreadable) return textsIn(locale).unreadable;
  return locale === "ko" ? withParticles(words.ko) : words[locale];
}

/** What stands as the type of a reply that was no fix. */
export const unreadable = "unreadable";
