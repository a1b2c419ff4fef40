// Written by Millrace from the data: what the editor knows of your tables. Don't edit it; every run writes it again.
import "millrace";

declare module "millrace" {
  interface KnownTables {
    "flats.csv": {
      "flat": "id";
      "district": "category";
      "area_m2": "number";
      "rooms": "number";
      "floor": "number";
      "lift": "category";
      "built": "number";
      "rent": "number";
    };
  }
}
