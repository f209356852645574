import { expect, it } from "vitest";
import { redact, rememberSecret } from "./redact.ts";

// Made up at run time, so that no tool takes this file for a leak.
const pat = `dapi${"0123456789abcdef".repeat(2)}`;
const jwt = ["eyJ", "hbGciOiJSx1.eyJ", "zdWIiOiIxx1.sig_-x"].join("");

it.each([
  ["a personal token", `token ${pat} used`, "token [hidden] used"],
  ["a service principal's secret", `dose${"0123456789abcdef".repeat(2)}`, "[hidden]"],
  ["a bearer header", "Authorization: Bearer abcdefgh12345", "Authorization: [hidden]"],
  ["a basic header", "authorization: Basic QWxhZGRpbjpvcGVu=", "authorization: [hidden]"],
  ["a bearer header in an address", "auth=Bearer%20abcdefgh12345", "auth=[hidden]"],
  ["user and password of an address", "at https://me:hunter22@host/x", "at https://[hidden]@host/x"],
  ["a web token", `got ${jwt} there`, "got [hidden] there"],
  ["a form field", "grant_type=x&client_secret=s3cr3t&scope=all", "grant_type=x&client_secret=[hidden]&scope=all"],
  [
    "a JSON member",
    '{"access_token": "abcd1234", "expires_in": 3600}',
    '{"access_token": "[hidden]", "expires_in": 3600}',
  ],
])("hides %s", (_what, text, shown) => {
  expect(redact(text)).toBe(shown);
});

it.each([
  "SELECT total_price FROM sales WHERE dose = 5",
  "the bearer of news",
  "space 01f10001000000012630adae4b8ce0f7",
  "password: ab",
  "basic facts",
  "https://host:443/a?b=c:d&mail=x@y.z",
])("leaves alone what is no secret: %s", (text) => {
  expect(redact(text)).toBe(text);
});

it("hides a remembered secret wherever it turns up, signs of patterns included", () => {
  rememberSecret("s3.cr*t+(x)");
  expect(redact("a s3.cr*t+(x) b s3.cr*t+(x)")).toBe("a [hidden] b [hidden]");
  expect(redact("s3xcrrrt")).toBe("s3xcrrrt");
});

it("hides a remembered secret as addresses, JSON and headers write it", () => {
  const secret = 'k"y+w/ith=signs';
  rememberSecret(secret);
  const written = [encodeURIComponent(secret), JSON.stringify(secret), Buffer.from(secret).toString("base64")];
  expect(written.map((text) => redact(`a ${text} b`))).toEqual(["a [hidden] b", 'a "[hidden]" b', "a [hidden] b"]);
});

it("hides a secret whole that begins with another", () => {
  rememberSecret("opening");
  rememberSecret("openingAndMore");
  expect(redact("x openingAndMore y")).toBe("x [hidden] y");
});

it("does not remember a text so short that it stands in ordinary words", () => {
  rememberSecret("the");
  expect(redact("the end")).toBe("the end");
});

it("hides nothing twice", () => {
  const once = redact(`Bearer abcdefgh12345 ${pat}`);
  expect(redact(once)).toBe(once);
});
