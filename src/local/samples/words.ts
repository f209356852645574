/** Our own word lists; the rows built from them stand for nobody. */
const list = (text: string): readonly string[] => text.trim().split(/\s+/u);

export const givenNames = list(`
Alma Bruno Celia Dario Edith Fabian Greta Hugo Irene Jonas Karin Leon Mira Nolan Opal Pavel Quinn Rosa Silas Tessa
Ulrich Vera Wendell Xenia Yusuf Zelda Anton Bianca Cyrus Delia Emil Flora Gideon Hanna Ivo Judith Kurt Lena Milo Nadia`);

export const familyNames = list(`
Ashdown Birkett Calloway Dunmore Elstow Fairlie Gadsby Holloway Ingleby Jessop Kilburn Lanyard Marlowe Norwell Ormsby
Pendle Quimby Radley Selwyn Thornby Upcott Vardon Wexcombe Yardley Zouche Ambrick Bellweather Corran Dexley Everly`);

export const streetNames = list(
  `Alder Birch Cedar Dogwood Elder Fir Grove Hazel Ivy Juniper Kestrel Larch Maple Nettle Oak Poplar Quarry Rowan`,
);
export const streetKinds = list(`Lane Road Court Way Terrace Row Square Path Rise Close`);
export const townStarts = list(`North South East West Lake Port New Upper Lower Old Fort Mount Saint Glen Clear`);
export const townMiddles = list(
  `ash brook cliff dale elm ford glade hurst kirk lyn marsh oaken pine rook stone thorn vale whit wood yarrow`,
);
export const townEnds = list(`bury ton ville field haven mouth stead wick burgh side`);

/** Full name and two letters, as the customers' `state` column mixes them. */
export const states = list(`
Alaska=AK Arizona=AZ California=CA Colorado=CO Delaware=DE Florida=FL Georgia=GA Hawaii=HI Idaho=ID Illinois=IL Iowa=IA
Kansas=KS Maine=ME Massachusetts=MA Michigan=MI Montana=MT Nevada=NV Ohio=OH Oregon=OR Texas=TX Utah=UT Vermont=VT`).map(
  (pair) => pair.split("=") as [full: string, code: string],
);

/** Sentences that reviews are put together from; nothing but the words tells praise from complaint. */
export const reviewSentences: readonly string[] = [
  "The biscuits were crisp at the edge and soft in the middle.",
  "We waited longer than the sign at the door promised.",
  "Somebody behind the counter remembered what we had last week.",
  "The coffee came lukewarm, and nobody offered another one.",
  "I would walk twice the distance for that ginger loaf.",
  "The pie was dry and tasted of the day before.",
  "Our children argued about who may have the last crumb.",
  "The tables were sticky and the bins were full at noon.",
  "A fair price for a bag that lasted us three days.",
  "They mixed up our order and then charged us for both.",
  "The smell of fresh bread reaches you at the corner.",
  "The music was so loud that we ate on the steps outside.",
  "The oat cookies are the honest kind, with little sugar.",
  "I found a shell in the almond slice, which is not a surprise I like.",
  "The staff explained every filling without hurry.",
  "Everything we asked for was sold out by ten.",
  "The window seats get the morning sun.",
  "The glaze ran off and left a puddle in the box.",
  "It became our stop on the way home from school.",
  "Nothing was wrong, nothing was worth coming back for.",
];

/** Words for the remarks of the order tables. */
export const remarkWords = list(`
crates pallets ledgers parcels invoices labels barrels samples wait travel settle arrive rest vanish
quickly slowly quietly early late seldom often near behind across under beside
the every some bright heavy plain narrow steady`);

/** Words that the names of parts are put together from. */
export const shadeWords = list(`
almond amber aqua beige bisque black blush bronze brown burgundy charcoal cherry cobalt copper coral cream crimson
denim ebony fawn forest garnet ginger gold green grey hazel honey indigo ivory jade khaki lemon lilac lime linen
mauve mint moss navy olive opal orange peach pearl pine plum rose ruby rust sage salmon sand sepia slate steel
tan teal violet wheat white yellow`);
