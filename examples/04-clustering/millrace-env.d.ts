// Written by Millrace from the data: what the editor knows of your tables. Don't edit it; every run writes it again.
import "millrace";

declare module "millrace" {
  interface KnownTables {
    "pumps.csv": {
      "reading": "id";
      "temperature": "number";
      "vibration": "number";
      "current": "number";
    };
  }
}
