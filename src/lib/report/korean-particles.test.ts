import { expect, it } from "vitest";
import { withParticles } from "./korean-particles.ts";

it.each([
  ['"매출"을(를) 추가', '"매출"을 추가'],
  ['"객단가"을(를) 추가', '"객단가"를 추가'],
  ["`수량`은(는)", "`수량`은"],
  ["점수이(가)", "점수가"],
  ["고객과(와) 매장과(와)", "고객과 매장과"],
  ['"주문"(으)로', '"주문"으로'],
  ['"서울"(으)로', '"서울"로'],
  ['"국가"(으)로', '"국가"로'],
  ["10을(를)", "10을"],
  ["2을(를)", "2를"],
  ["7(으)로", "7로"],
  ["(MANY_TO_ONE)을(를)", "(MANY_TO_ONE)을(를)"],
  ['"revenue"을(를)', '"revenue"을(를)'],
  ["을(를)", "을(를)"],
  ["매출(포함)을(를) 켭니다", "매출(포함)을 켭니다"],
])("makes %s into %s", (before, after) => {
  expect(withParticles(before)).toBe(after);
});
