/** Suppliers: place in the list + 4000000 is the `supplierID`. Invented, one ingredient each, no country. */
export const makers: readonly {
  readonly name: string;
  readonly ingredient: string;
  readonly continent: string;
  readonly city: string;
  readonly district: string;
  readonly longitude: number;
  readonly latitude: number;
}[] = `
Harbour Cacao|cacao|South America|Guayaquil|Las Peñas|-79.8774|-2.1819
Sunlit Vanilla|vanilla|Africa|Antalaha|Ambodirano|50.2788|-14.9003
Green Leaf Matcha|matcha|Asia|Uji|Ogura|135.7797|34.8845
Prairie Oats|oats|North America|Saskatoon|Riversdale|-106.6843|52.1252
Old Orchard Almonds|almonds|Europe|València|Ruzafa|-0.3735|39.4612
Hillside Cinnamon|cinnamon|Asia|Matara|Nupe|80.5353|5.9549
Blue Lake Butter|butter|Europe|Nantes|Chantenay|-1.6016|47.2026
Coral Coconut|coconut|Asia|Davao|Poblacion|125.6128|7.0731
Red Dune Sugar|sugar|South America|Recife|Boa Vista|-34.8882|-8.0625
Highland Coffee|coffee|South America|Medellín|El Poblado|-75.5678|6.2088
Terrace Tea|tea|Asia|Darjeeling|Chauk Bazaar|88.2636|27.041
North Field Wheat|wheat|North America|Fargo|Downtown|-96.7898|46.8772
Amber Honey|honey|Europe|Kraków|Kazimierz|19.9449|50.0515
Island Nutmeg|nutmeg|Asia|Ternate|Kalumata|127.3775|0.7893
Desert Dates|dates|Africa|Tozeur|Medina|8.1335|33.9197
Ginger Valley|ginger|Asia|Kochi|Mattancherry|76.2595|9.9581
River Delta Rice|rice flour|Asia|Cần Thơ|Ninh Kiều|105.7875|10.0341
Cloud Forest Cardamom|cardamom|Central America|Cobán|Zona 1|-90.3706|15.4706
Stone Mill Rye|rye|Europe|Tartu|Karlova|26.7335|58.3706
Pistachio House|pistachios|Asia|Gaziantep|Bey|37.3731|37.0606
Salt Pan Works|salt|Africa|Walvis Bay|Kuisebmund|14.5208|-22.9389
Maple Ridge|maple syrup|North America|Québec|Limoilou|-71.2247|46.8318
Lemon Terrace|lemons|Europe|Sorrento|Marina Grande|14.3676|40.6283
Sesame Road|sesame|Asia|Mandalay|Chanayethazan|96.0906|21.9772
Passion Fruit Farm|passion fruit|South America|Cusco|San Blas|-71.9752|-13.5149
Black Bean Paste|azuki|Asia|Obihiro|Nishi|143.1944|42.9185
Jasmine Court|jasmine|Asia|Fuzhou|Cangshan|119.3101|26.0529
`
  .trim()
  .split("\n")
  .map((line) => {
    const [name = "", ingredient = "", continent = "", city = "", district = "", longitude = "", latitude = ""] =
      line.split("|");
    return { name, ingredient, continent, city, district, longitude: Number(longitude), latitude: Number(latitude) };
  });
