"""Gradient boosting of four libraries with their defaults, each with its native categories, on the folds it is given.

accuracy.py TABLE.json: prints {"peers": {name: [score of each fold]}} as its last line.
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def read(path):
    with open(path) as file:
        table = json.load(file)
    columns = {}
    categories = []
    for column in table["columns"]:
        if column["kind"] == "category":
            categories.append(column["name"])
            columns[column["name"]] = pd.Categorical(column["values"])
        else:
            columns[column["name"]] = np.array(column["values"], dtype=float)
    return pd.DataFrame(columns), np.array(table["y"]), categories, table


def catboost_frame(X, categories):
    """CatBoost takes categories as text without gaps."""
    X = X.copy()
    for name in categories:
        X[name] = X[name].astype(object).where(X[name].notna(), "missing").astype(str)
    return X


def models(task, categories):
    from catboost import CatBoostClassifier, CatBoostRegressor
    from lightgbm import LGBMClassifier, LGBMRegressor
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from xgboost import XGBClassifier, XGBRegressor

    values = task == "regression"
    quiet = {"verbose": 0, "allow_writing_files": False, "thread_count": 2, "random_seed": 0}
    return {
        "xgboost": lambda: (XGBRegressor if values else XGBClassifier)(
            enable_categorical=True, tree_method="hist", n_jobs=2, random_state=0
        ),
        "lightgbm": lambda: (LGBMRegressor if values else LGBMClassifier)(verbose=-1, n_jobs=2, random_state=0),
        "catboost": lambda: (CatBoostRegressor if values else CatBoostClassifier)(cat_features=categories, **quiet),
        "scikit-learn": lambda: (HistGradientBoostingRegressor if values else HistGradientBoostingClassifier)(
            categorical_features="from_dtype", random_state=0
        ),
    }


def score(model, X, y, metric):
    from sklearn.metrics import accuracy_score, mean_squared_error, roc_auc_score

    if metric == "rocAucScore":
        return roc_auc_score(y, model.predict_proba(X)[:, 1])
    if metric == "accuracyScore":
        return accuracy_score(y, np.ravel(model.predict(X)))
    return mean_squared_error(y, model.predict(X)) ** 0.5


def main():
    X, y, categories, table = read(sys.argv[1])
    as_text = catboost_frame(X, categories)
    peers = {}
    for name, make in models(table["task"], categories).items():
        data = as_text if name == "catboost" else X
        peers[name] = []
        for fold in table["folds"]:
            train, validation = fold["train"], fold["validation"]
            # a class that is missing from a fold's training rows would leave a hole in the codes
            classes, codes = np.unique(y[train], return_inverse=True)
            model = make().fit(data.iloc[train], y[train] if table["task"] == "regression" else codes)
            truth = y[validation]
            if table["task"] != "regression":
                truth = np.array([np.flatnonzero(classes == v)[0] if v in classes else -1 for v in truth])
            peers[name].append(float(score(model, data.iloc[validation], truth, table["metric"])))
        print(name, np.mean(peers[name]), file=sys.stderr, flush=True)
    print(json.dumps({"peers": peers}))


main()
