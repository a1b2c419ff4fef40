"""Gradient boosting with every loss of ours, by scikit-learn, LightGBM and XGBoost, on real data: errors on held-out rows.

MILLRACE_DATA=... python boosting.py > boosting.json

Every fifth row (0, 5, 10, ...) is held out. Same trees, leaves, rate, leaf sizes and penalty for all; no sampling, no early
stopping, native categories. A library that lacks a loss is left out of its row.
"""

import gzip
import io
import json
import os
import sys
import warnings

import lightgbm
import numpy as np
import pandas as pd
import sklearn
import xgboost
from lightgbm import LGBMRegressor
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_pinball_loss, mean_tweedie_deviance
from xgboost import XGBRegressor

warnings.filterwarnings("ignore")
TREES, RATE, LEAVES, LEAST, L2 = 100, 0.1, 31, 20, 1.0


def read(file, target, drop):
    with gzip.open(os.path.join(os.environ["MILLRACE_DATA"], file)) as packed:
        frame = pd.read_csv(io.BytesIO(packed.read()))
    y = frame[target].to_numpy(dtype=float)
    X = frame.drop(columns=[target, *drop])
    for name in X.columns:
        if not pd.api.types.is_numeric_dtype(X[name]):
            X[name] = pd.Categorical(X[name], categories=sorted(X[name].dropna().unique()))
    return X, y


SETS = {
    "bike": ("bike_sharing_hour.csv.gz", "cnt", ["casual", "registered", "instant", "dteday"]),
    "california": ("california_housing.csv.gz", "median_house_value", []),
    "diamonds": ("diamonds.csv.gz", "price", []),
}


def rmse(y, p):
    return float(np.sqrt(np.mean((y - p) ** 2)))


def mae(y, p):
    return float(np.mean(np.abs(y - p)))


# name, set, loss and its parameters, metric, columns that must rise, each library's name of the loss
CASES = [
    ("bike squaredError", "bike", {"loss": "squaredError"}, rmse, [], {
        "scikit-learn": {"loss": "squared_error"}, "lightgbm": {"objective": "l2"}, "xgboost": {"objective": "reg:squarederror"}}),
    ("bike absoluteError", "bike", {"loss": "absoluteError"}, mae, [], {
        "scikit-learn": {"loss": "absolute_error"}, "lightgbm": {"objective": "l1"}, "xgboost": {"objective": "reg:absoluteerror"}}),
    ("bike poisson", "bike", {"loss": "poisson"}, lambda y, p: float(mean_tweedie_deviance(y, p, power=1)), [], {
        "scikit-learn": {"loss": "poisson"}, "lightgbm": {"objective": "poisson"}, "xgboost": {"objective": "count:poisson"}}),
    ("bike tweedie", "bike", {"loss": "tweedie", "tweediePower": 1.5}, lambda y, p: float(mean_tweedie_deviance(y, p, power=1.5)), [], {
        "lightgbm": {"objective": "tweedie", "tweedie_variance_power": 1.5},
        "xgboost": {"objective": "reg:tweedie", "tweedie_variance_power": 1.5}}),
    ("california absoluteError", "california", {"loss": "absoluteError"}, mae, [], {
        "scikit-learn": {"loss": "absolute_error"}, "lightgbm": {"objective": "l1"}, "xgboost": {"objective": "reg:absoluteerror"}}),
    ("california huber", "california", {"loss": "huber"}, mae, [], {"lightgbm": {"objective": "huber", "alpha": 50000.0}}),
    ("california quantile 0.9", "california", {"loss": "quantile", "quantile": 0.9},
        lambda y, p: float(mean_pinball_loss(y, p, alpha=0.9)), [], {
        "scikit-learn": {"loss": "quantile", "quantile": 0.9}, "lightgbm": {"objective": "quantile", "alpha": 0.9},
        "xgboost": {"objective": "reg:quantileerror", "quantile_alpha": 0.9}}),
    ("california quantile 0.1", "california", {"loss": "quantile", "quantile": 0.1},
        lambda y, p: float(mean_pinball_loss(y, p, alpha=0.1)), [], {
        "scikit-learn": {"loss": "quantile", "quantile": 0.1}, "lightgbm": {"objective": "quantile", "alpha": 0.1},
        "xgboost": {"objective": "reg:quantileerror", "quantile_alpha": 0.1}}),
    ("california, rising with income", "california", {"loss": "squaredError"}, rmse, ["median_income"], {
        "scikit-learn": {"loss": "squared_error"}, "lightgbm": {"objective": "l2"}, "xgboost": {"objective": "reg:squarederror"}}),
    ("diamonds, rising with carat and size", "diamonds", {"loss": "squaredError"}, rmse, ["carat", "x", "y", "z"], {
        "scikit-learn": {"loss": "squared_error"}, "lightgbm": {"objective": "l2"}, "xgboost": {"objective": "reg:squarederror"}}),
]


def model(library, loss, X, rising):
    signs = [1 if name in rising else 0 for name in X.columns]
    if library == "scikit-learn":
        return HistGradientBoostingRegressor(
            max_iter=TREES, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=LEAST, l2_regularization=L2,
            early_stopping=False, categorical_features="from_dtype", monotonic_cst=signs if rising else None,
            random_state=0, **loss)
    if library == "lightgbm":
        bound = {"monotone_constraints": signs} if rising else {}
        return LGBMRegressor(
            n_estimators=TREES, learning_rate=RATE, num_leaves=LEAVES, min_child_samples=LEAST, reg_lambda=L2,
            verbose=-1, n_jobs=1, random_state=0, **bound, **loss)
    # categories have no order that a constraint could hold, so their signs are 0 for all three
    bound = {"monotone_constraints": tuple(signs)} if rising else {}
    return XGBRegressor(
        n_estimators=TREES, learning_rate=RATE, max_leaves=LEAVES, max_depth=0, grow_policy="lossguide",
        min_child_weight=LEAST, reg_lambda=L2, tree_method="hist", enable_categorical=True, n_jobs=1, random_state=0,
        **bound, **loss)


def main():
    cases = []
    for name, data, params, metric, rising, libraries in CASES:
        X, y = read(*SETS[data])
        held_out = np.arange(len(y)) % 5 == 0
        errors = {}
        for library, loss in libraries.items():
            fitted = model(library, loss, X[~held_out], rising).fit(X[~held_out], y[~held_out])
            predicted = np.asarray(fitted.predict(X[held_out]), dtype=float)
            errors[library] = metric(y[held_out], predicted)
        print(name, errors, file=sys.stderr, flush=True)
        cases.append({"name": name, "set": data, "params": params, "rising": rising, "errors": errors})
    versions = {"scikit-learn": sklearn.__version__, "lightgbm": lightgbm.__version__, "xgboost": xgboost.__version__}
    print(json.dumps({"versions": versions, "cases": cases}, indent=2))


main()
