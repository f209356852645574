import { z } from "zod";

/** An id of 64 bits: beyond 2^53 it arrives as text, below as a number; it becomes text. */
export const wideId = z.union([z.number().int(), z.string().regex(/^\d+$/u)]).transform(String);
