// Written by Millrace from the data: what the editor knows of your tables. Don't edit it; every run writes it again.
import "millrace";

declare module "millrace" {
  interface KnownTables {
    "payments.csv": {
      "payment": "id";
      "amount": "number";
      "hour": "number";
      "kilometres_from_home": "number";
      "channel": "category";
      "review": "category";
    };
  }
}
