// Written by Millrace from the data: what the editor knows of your tables. Don't edit it; every run writes it again.
import "millrace";

declare module "millrace" {
  interface KnownTables {
    "../../node_modules/vega-datasets/data/birdstrikes.csv": {
      "Airport Name": "category";
      "Aircraft Make Model": "category";
      "Effect Amount of damage": "category";
      "Flight Date": "date";
      "Aircraft Airline Operator": "category";
      "Origin State": "category";
      "Phase of flight": "category";
      "Wildlife Size": "category";
      "Wildlife Species": "category";
      "Time of day": "category";
      "Speed IAS in knots": "number";
    };
  }
}
