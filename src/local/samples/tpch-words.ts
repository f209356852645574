const list = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s*[,\n]\s*/u)
    .filter((word) => word !== "");

export const regions = list("AFRICA, AMERICA, ASIA, EUROPE, MIDDLE EAST");

/** Nations in key order with the place of their region. */
export const nations: readonly (readonly [name: string, region: number])[] = [
  ["ALGERIA", 0],
  ["ARGENTINA", 1],
  ["BRAZIL", 1],
  ["CANADA", 1],
  ["EGYPT", 4],
  ["ETHIOPIA", 0],
  ["FRANCE", 3],
  ["GERMANY", 3],
  ["INDIA", 2],
  ["INDONESIA", 2],
  ["IRAN", 4],
  ["IRAQ", 4],
  ["JAPAN", 2],
  ["JORDAN", 4],
  ["KENYA", 0],
  ["MOROCCO", 0],
  ["MOZAMBIQUE", 0],
  ["PERU", 1],
  ["CHINA", 2],
  ["ROMANIA", 3],
  ["SAUDI ARABIA", 4],
  ["VIETNAM", 2],
  ["RUSSIA", 3],
  ["UNITED KINGDOM", 3],
  ["UNITED STATES", 1],
];

export const segments = list("AUTOMOBILE, BUILDING, FURNITURE, HOUSEHOLD, MACHINERY");
export const priorities = list("1-URGENT, 2-HIGH, 3-MEDIUM, 4-NOT SPECIFIED, 5-LOW");
export const shipModes = list("REG AIR, AIR, RAIL, TRUCK, MAIL, FOB, SHIP");
export const shipInstructions = list("DELIVER IN PERSON, COLLECT COD, TAKE BACK RETURN, NONE");
export const typeGrades = list("STANDARD, SMALL, MEDIUM, LARGE, ECONOMY, PROMO");
export const typeFinishes = list("ANODIZED, BURNISHED, PLATED, POLISHED, BRUSHED");
export const typeMetals = list("TIN, NICKEL, BRASS, STEEL, COPPER");
export const containerSizes = list("SM, MED, JUMBO, WRAP, LG");
export const containerKinds = list("CASE, BOX, BAG, JAR, PKG, PACK, CAN, DRUM");
