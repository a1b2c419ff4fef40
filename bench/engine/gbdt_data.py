"""Writes a real table for the boosting bench as FOLDER/NAME-{train,test}.{f32,u8,json}. Arguments: FOLDER flights|letter SOURCE ROWS"""
import json
import os
import sys

import numpy as np
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as parquet

TEST_SHARE = 0.1
folder, name, source, rows = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


def flights():
    """Late by more than a quarter of an hour; airports are categories of 229 and 228 levels."""
    table = parquet.read_table(source)
    at = table["date"]
    columns = {
        "distance": table["distance"],
        "minute": pc.add(pc.multiply(pc.hour(at), 60), pc.minute(at)),
        "weekday": pc.day_of_week(at),
        "month": pc.month(at),
        "day": pc.day(at),
    }
    categories = {name: pc.dictionary_encode(table[name]).combine_chunks() for name in ("origin", "destination")}
    columns.update({name: coded.indices for name, coded in categories.items()})
    levels = {name: len(coded.dictionary) for name, coded in categories.items()}
    return columns, levels, np.asarray(pc.greater(table["delay"], 15)).astype(np.uint8), 2


def letter():
    table = csv.read_csv(source)
    target = pc.dictionary_encode(table["letter"]).combine_chunks()
    columns = {name: table[name] for name in table.column_names if name != "letter"}
    return columns, {}, np.asarray(target.indices).astype(np.uint8), len(target.dictionary)


columns, levels, y, classes = {"flights": flights, "letter": letter}[name]()
X = np.stack([np.asarray(column).astype(np.float32) for column in columns.values()], axis=1)
order = np.random.default_rng(1).permutation(len(y))[:rows]
test = int(len(order) * TEST_SHARE)
for part, some in (("test", order[:test]), ("train", order[test:])):
    path = os.path.join(folder, f"{name}-{part}")
    np.ascontiguousarray(X[some].T).tofile(path + ".f32")
    y[some].tofile(path + ".u8")
    features = [{"name": column, "levels": levels.get(column, 0)} for column in columns]
    with open(path + ".json", "w") as file:
        json.dump({"features": features, "classes": classes}, file)
