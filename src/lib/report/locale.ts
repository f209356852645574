/** Languages that reports are written in. */
export type Locale = "en" | "ko";
