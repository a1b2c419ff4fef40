"""scikit-learn's side of the forests' bench. Arguments: FOLDER fit ESTIMATOR THREADS | FOLDER isolation THREADS"""
import os
import sys

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, IsolationForest, RandomForestClassifier
from sklearn.metrics import roc_auc_score

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from measure import measured  # noqa: E402

FEATURES = 28
folder, mode, *rest = sys.argv[1:]
threads = int(rest[-1])


def read(name):
    y = np.fromfile(os.path.join(folder, name + ".u8"), np.uint8)
    columns = np.fromfile(os.path.join(folder, name + ".f32"), np.float32).reshape(FEATURES, len(y))
    return np.ascontiguousarray(columns.T), y


def fit(estimator):
    kind = {"randomForest": RandomForestClassifier, "extraTrees": ExtraTreesClassifier}[estimator]
    (X, y), (test, truth) = read("train"), read("test")
    model = kind(n_estimators=100, min_samples_leaf=1, max_features=5, n_jobs=threads, random_state=1)
    measured(lambda: model.fit(X, y), lambda fitted: roc_auc_score(truth, fitted.predict_proba(test)[:, 1]))


def isolation():
    X, _ = read("anomalies")
    X[::100] *= 2
    odd = np.arange(len(X)) % 100 == 0
    model = IsolationForest(n_estimators=100, max_samples=256, n_jobs=threads, random_state=1).fit(X)
    measured(lambda: model.score_samples(X), lambda scores: roc_auc_score(odd, -scores))


if mode == "isolation":
    isolation()
else:
    fit(rest[0])
