import { expect, it } from "vitest";
import { geniespaceFileName, isBundleFolder } from "./bundle-folder.ts";

it.each([
  ["/Users/ann@example.com/.bundle/sales/prod/resources", true],
  ["/Workspace/Shared/.bundle/sales/prod", true],
  ["/Users/ann@example.com/.bundle", true],
  ["/Users/ann@example.com", false],
  ["/Users/ann@example.com/my.bundle/genie", false],
  ["/Users/ann@example.com/.bundles", false],
  [null, false],
])("the folder %s: a bundle's is %s", (folder, expected) => {
  expect(isBundleFolder(folder)).toBe(expected);
});

it.each([
  ["Bakery", "Bakery.geniespace.json"],
  ["매출 분석", "매출 분석.geniespace.json"],
  ["../../etc/passwd", "_.._etc_passwd.geniespace.json"],
  ["a/b: c?", "a_b_ c_.geniespace.json"],
  ["  ", "space.geniespace.json"],
])("the space %j is kept in %s", (title, name) => {
  expect(geniespaceFileName(title)).toBe(name);
});
