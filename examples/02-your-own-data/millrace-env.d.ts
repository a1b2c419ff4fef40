// Written by Millrace from the data: what the editor knows of your tables. Don't edit it; every run writes it again.
import "millrace";

declare module "millrace" {
  interface KnownTables {
    "subscriptions.csv": {
      "customer": "id";
      "asked_on": "date";
      "plan": "category";
      "country": "category";
      "months_subscribed": "number";
      "hours_watched": "number";
      "support_calls": "number";
      "discount": "category";
      "cancelled": "category";
    };
  }
}
