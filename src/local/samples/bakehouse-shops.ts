/** A shop as the live table has it: place in the list + 3000000 is its `franchiseID`, + 4000000 its `supplierID`. */
export type Shop = {
  readonly name: string;
  readonly city: string;
  readonly district: string;
  readonly zipcode: string;
  readonly country: string;
  readonly longitude: number;
  readonly latitude: number;
};

function shop(line: string): Shop {
  const [name = "", city = "", district = "", zipcode = "", country = "", longitude = "", latitude = ""] = line
    .split("|")
    .map((part) => part.trim());
  return { name, city, district, zipcode, country, longitude: Number(longitude), latitude: Number(latitude) };
}

/** Two names stand twice, one city holds two shops, and the country code of the United States is `US` here. */
export const shops: readonly Shop[] = `
The Crumbly Nook|Sydney|Surry Hills|2010|Australia|151.2111|-33.8861
Tokyo Treats|Tokyo|Shibuya|150-0042|Japan|139.701|35.6586
Golden Crumbs|San Francisco|Mission|94110|US|-122.4148|37.7599
Sugar Rush|Melbourne|Fitzroy|3065|Australia|144.9784|-37.7984
Kobe Konfections|Kobe|Chuo|650-0021|Japan|135.1943|34.6913
Floured Fantasies|Chicago|Pilsen|60608|US|-87.6561|41.8525
Crumby Delights|Austin|Zilker|78704|US|-97.7721|30.2669
Kyoto Kravings|Kyoto|Gion|605-0073|Japan|135.7751|35.0037
Doughy Dreams|Portland|Alberta|97211|US|-122.6476|45.559
The Baking Lab|Boston|Back Bay|02116|US|-71.0808|42.3503
Osaka Ovens|Osaka|Namba|542-0076|Japan|135.5019|34.6659
Butter Babies|Denver|Highland|80211|US|-105.0148|39.7618
Crust Couture|Brisbane|New Farm|4005|Australia|153.0489|-27.4679
Hiroshima Delicacies|Hiroshima|Naka|730-0051|Japan|132.4553|34.3853
Sweet Temptations|Seattle|Ballard|98107|US|-122.3762|47.6687
The Bake Shoppe|Perth|Northbridge|6003|Australia|115.8575|-31.9476
Nagoya Nibbles|Nagoya|Sakae|460-0008|Japan|136.9085|35.1681
Crumbly Creations|Adelaide|Norwood|5067|Australia|138.6313|-34.9215
Fukuoka Fancies|Fukuoka|Tenjin|810-0001|Japan|130.3989|33.5902
Dough Dreamers|Nashville|Germantown|37208|US|-86.7897|36.1776
Sapporo Sweets|Sapporo|Susukino|064-0804|Japan|141.3537|43.0554
Butter Bliss|Honolulu|Kaimuki|96816|US|-157.801|21.2829
Sugar Shack|Vancouver|Kitsilano|V5T 3J7|Canada|-123.1684|49.2684
Sendai Savories|Sendai|Aoba|980-0811|Japan|140.8719|38.2605
Flour Power|Miami|Wynwood|33127|US|-80.1994|25.8041
Hiratsuka Hideaways|Hiratsuka|Beniya|254-0043|Japan|139.3497|35.3272
Crumble Delights|Hobart|Battery Point|7004|Australia|147.3337|-42.8914
Kanazawa Konfections|Kanazawa|Katamachi|920-0981|Japan|136.6521|36.5608
Batter Up|Philadelphia|Fishtown|19125|US|-75.1263|39.9711
Suita Sweets|Suita|Esaka|564-0063|Japan|135.4973|34.7584
Caramel Cravings|Atlanta|Inman Park|30307|US|-84.352|33.7574
Niigata Nibbles|Niigata|Furumachi|951-8063|Japan|139.0425|37.9236
Sweet Temptations|New Orleans|Marigny|70117|US|-90.0556|29.9648
Chiba Chews|Chiba|Inage|263-0031|Japan|140.0926|35.6369
Frosted Fantasies|San Diego|North Park|92104|US|-117.1297|32.7408
Kumamoto Crumbles|Kumamoto|Shimotori|860-0807|Japan|130.7104|32.8019
Sugar High|Brooklyn|Greenpoint|11222|US|-73.951|40.7304
Kagoshima Confections|Kagoshima|Tenmonkan|892-0842|Japan|130.5553|31.5911
Dough Delights|Seattle|Fremont|98103|US|-122.3501|47.651
Naha Nibbles|Naha|Makishi|900-0013|Japan|127.6888|26.2158
Sweetie Pies|Amsterdam|De Pijp|1072 BR|Netherlands|4.8936|52.3547
Okayama Ovens|Okayama|Omotecho|700-0822|Japan|133.9295|34.6617
Buttercream Dreams|Paris|Le Marais|75004|France|2.3588|48.8574
Matsuyama Morsels|Matsuyama|Dogo|790-0842|Japan|132.7859|33.852
Sugar Rush|Berlin|Kreuzberg|10999|Germany|13.4274|52.4986
Aomori Appetites|Aomori|Furukawa|030-0862|Japan|140.7347|40.8285
Baked Bliss|Rome|Trastevere|00153|Italy|12.4659|41.8868
Sweet Sinsations|Stockholm|Sodermalm|116 45|Sweden|18.0711|59.3142
`
  .trim()
  .split("\n")
  .map(shop);

export const sizes = ["S", "M", "L", "XL", "XXL"] as const;
