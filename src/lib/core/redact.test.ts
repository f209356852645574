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
])("leaves alone what is no secret: %s", (text) => {
  expect(redact(text)).toBe(text);
});

it("hides a remembered secret wherever it turns up, signs of patterns included", () => {
  rememberSecret("s3.cr*t+(x)");
  expect(redact("a s3.cr*t+(x) b s3.cr*t+(x)")).toBe("a [hidden] b [hidden]");
  expect(redact("s3xcrrrt")).toBe("s3xcrrrt");
});

it("does not remember a text so short that it stands in ordinary words", () => {
  rememberSecret("the");
  expect(redact("the end")).toBe("the end");
});

it("hides nothing twice", () => {
  const once = redact(`Bearer abcdefgh12345 ${pat}`);
  expect(redact(once)).toBe(once);
});
