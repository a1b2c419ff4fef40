"""A peer's side of the explanation bench: trains the peers once (prepare), then explains rows with one of them.

Every library explains its own trees, as many and as deep as ours, on the same file.
Arguments: FOLDER prepare | FOLDER PEER THREADS
"""
import json
import os
import pickle
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from measure import measured  # noqa: E402

folder, mode = sys.argv[1:3]
threads = int(sys.argv[3]) if len(sys.argv) > 3 else 2
with open(os.path.join(folder, "shape.json")) as file:
    shape = json.load(file)
n = shape["trainRows"]
rows = np.fromfile(os.path.join(folder, "rows.f32"), np.float32).reshape(-1, shape["features"])
labels = np.fromfile(os.path.join(folder, "labels.u8"), np.uint8)
asked = rows[n:]


def path(name):
    return os.path.join(folder, name)


def prepare():
    import lightgbm
    import xgboost

    xgboost.train(
        {"objective": "binary:logistic", "tree_method": "hist", "max_depth": shape["depth"], "eta": 0.1},
        xgboost.DMatrix(rows[:n], labels[:n]),
        shape["trees"],
    ).save_model(path("xgboost.ubj"))
    lightgbm.train(
        {
            "objective": "binary",
            "num_leaves": 2 ** shape["depth"],
            "max_depth": shape["depth"],
            "learning_rate": 0.1,
            "verbose": -1,
        },
        lightgbm.Dataset(rows[:n], labels[:n]),
        shape["trees"],
    ).save_model(path("lightgbm.txt"))


def gap(contributions, scores):
    return np.abs(contributions.sum(axis=1) - scores).max()


def xgboost_contributions():
    import xgboost

    booster = xgboost.Booster({"nthread": threads}, model_file=path("xgboost.ubj"))
    matrix = xgboost.DMatrix(asked, nthread=threads)
    scores = booster.predict(matrix, output_margin=True)
    measured(lambda: booster.predict(matrix, pred_contribs=True), lambda made: gap(made, scores))


def lightgbm_contributions():
    import lightgbm

    booster = lightgbm.Booster(model_file=path("lightgbm.txt"))
    scores = booster.predict(asked, raw_score=True)
    measured(
        lambda: booster.predict(asked, pred_contrib=True, num_threads=threads),
        lambda made: gap(made, scores),
    )


def shap_contributions(background=None, rows_asked=asked):
    import shap
    import xgboost

    booster = xgboost.Booster({"nthread": threads}, model_file=path("xgboost.ubj"))
    scores = booster.predict(xgboost.DMatrix(rows_asked), output_margin=True)
    kind = "tree_path_dependent" if background is None else "interventional"
    explainer = shap.TreeExplainer(booster, data=background, feature_perturbation=kind)
    measured(
        lambda: explainer.shap_values(rows_asked),
        lambda made: np.abs(made.sum(axis=1) + explainer.expected_value - scores).max(),
    )


if mode == "prepare":
    prepare()
elif mode == "xgboost":
    xgboost_contributions()
elif mode == "lightgbm":
    lightgbm_contributions()
elif mode == "shap":
    shap_contributions()
else:
    shap_contributions(rows[: shape["background"]], asked[: shape["pairedRows"]])
