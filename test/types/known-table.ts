/** What `millrace-env.d.ts` holds after a first run, for the type tests. */
import "millrace";

declare module "millrace" {
  interface KnownTables {
    "typed-birds.csv": {
      "Flight Date": "date";
      "Speed IAS in knots": "number";
      "Wildlife Size": "category";
      "Effect Amount of damage": "category";
      "Cost Repair": "number";
      Night: "boolean";
    };
  }
}
