import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompressSync, constants } from "node:zlib";
import { EnhancerError } from "../core/errors.ts";

/** What lies beside the programs: the compressed bytes, and the digest by which the programs know them for their own. */
export type Packed = { readonly bytes: Uint8Array; readonly digest: string };

/** Compresses for storage. */
export async function pack(bytes: Uint8Array): Promise<Packed> {
  // Two seconds; the best quality takes half a minute and saves a sixth.
  const packed = await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return { bytes: packed, digest: digestOf(packed) };
}

/**
 * Reads the compressed bytes whole, so that a program once started needs no file any more, and unpacks them when they are asked for.
 * @throws EnhancerError INTERNAL when the file is missing or of another build
 */
export async function readPacked(file: URL, digest: string): Promise<() => Uint8Array> {
  const name = basename(fileURLToPath(file));
  const packed = await readFile(file).catch((cause: unknown) => {
    throw unusable(`${name} cannot be read beside the program`, cause);
  });
  if (digestOf(packed) !== digest) throw unusable(`${name} is of another build than the program beside it`);
  return () => brotliDecompressSync(packed);
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function unusable(what: string, cause?: unknown): EnhancerError {
  return new EnhancerError({
    code: "INTERNAL",
    message: `The SQL parser cannot be used: ${what}.`,
    remedy: "Build again with `npm run build`, and deploy the whole folder bundle/.",
    cause,
  });
}
