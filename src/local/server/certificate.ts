import { generate } from "selfsigned";

/** A certificate for 127.0.0.1 and localhost that is its own authority, with its key, both PEM; good for a year. */
export type Certificate = { readonly certificatePem: string; readonly keyPem: string };

export async function makeCertificate(now: Date): Promise<Certificate> {
  const day = 86_400_000;
  const made = await generate([{ name: "commonName", value: "genie-enhancer local workspace" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    // Clocks of callers may lag a little.
    notBeforeDate: new Date(now.getTime() - day),
    notAfterDate: new Date(now.getTime() + 365 * day),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 7, ip: "127.0.0.1" },
          { type: 2, value: "localhost" },
        ],
      },
    ],
  });
  return { certificatePem: made.cert, keyPem: made.private };
}
