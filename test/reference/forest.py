"""Writes forest.json: how well scikit-learn's forests do on small synthetic tables. Run: python forest.py"""

import json
import sys

import numpy as np
import sklearn
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(20261121)
seeds = range(10)


def rounded(x):
    return np.round(x, 3)


def table(n):
    """Friedman's first function of five features, one of them coarse, and three that have no say."""
    X = rng.random((n, 8))
    X[:, 3] = np.floor(X[:, 3] * 6) / 6
    X = rounded(X)
    signal = 10 * np.sin(np.pi * X[:, 0] * X[:, 1]) + 20 * (X[:, 2] - 0.5) ** 2 + 10 * X[:, 3] + 5 * X[:, 4]
    return X, rounded(signal + rng.normal(0, 1.5, n))


X, value = table(400)
test, truth = table(400)
cuts = np.quantile(value, [0.35, 0.7])
three, three_truth = np.digitize(value, cuts), np.digitize(truth, cuts)
noise = rng.random(400) < 0.15
two, two_truth = ((value > np.median(value)) ^ noise).astype(int), (truth > np.median(value)).astype(int)
weight = np.round(rng.random(400) * 3, 1)
odd = rounded(np.concatenate([rng.normal(size=(390, 4)), rng.normal(size=(10, 4)) * 4]))


def scores(make, y, score, w=None):
    made = [float(score(make(seed).fit(X, y, sample_weight=w))) for seed in seeds]
    return {"mean": float(np.mean(made)), "std": float(np.std(made, ddof=1))}


def auc(m):
    return roc_auc_score(two_truth, m.predict_proba(test)[:, 1])


def accuracy(m):
    return np.mean(m.predict(test) == three_truth)


def rmse(m):
    return np.sqrt(np.mean((m.predict(test) - truth) ** 2))


kinds = {
    "randomForest": (RandomForestClassifier, RandomForestRegressor),
    "extraTrees": (ExtraTreesClassifier, ExtraTreesRegressor),
}
cases = []
for name, (classifier, regressor) in kinds.items():
    for weighted in (False, True):
        w = weight if weighted else None
        cases += [
            {"estimator": name, "task": "binary", "weighted": weighted, "params": {"minSamplesLeaf": 5, "featureSample": 3 / 8},
             **scores(lambda s: classifier(100, min_samples_leaf=5, max_features=3, random_state=s), two, auc, w)},
            {"estimator": name, "task": "multiclass", "weighted": weighted, "params": {"minSamplesLeaf": 1, "featureSample": 3 / 8},
             **scores(lambda s: classifier(100, max_features=3, random_state=s), three, accuracy, w)},
            {"estimator": name, "task": "regression", "weighted": weighted, "params": {"minSamplesLeaf": 1, "featureSample": 1},
             **scores(lambda s: regressor(100, max_features=1.0, random_state=s), value, rmse, w)},
        ]
forests = [IsolationForest(n_estimators=200, max_samples=256, random_state=s).fit(odd) for s in range(2)]

json.dump({
    "versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "X": X.tolist(), "value": value.tolist(), "two": two.tolist(), "three": three.tolist(), "weight": weight.tolist(),
    "test": test.tolist(), "truth": truth.tolist(), "twoTruth": two_truth.tolist(), "threeTruth": three_truth.tolist(),
    "cases": cases, "odd": odd.tolist(), "anomaly": [(-f.score_samples(odd)).tolist() for f in forests],
}, open("forest.json", "w"), default=float)
