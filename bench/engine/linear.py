"""One contestant of linear.ts: fits scikit-learn's estimator on a table that lies on disk, and prints what it took."""
import json
import os
import sys

task = json.loads(sys.argv[1])
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = str(task["threads"])
sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

import warnings

import numpy as np
from measure import measured

warnings.filterwarnings("ignore")
params = task["peer"]
X = np.fromfile(task["path"] + ".f32", dtype=np.float32).reshape(task["features"], -1).T
# Each of scikit-learn's solvers is given the memory order that it copies least.
X = np.asfortranarray(X) if task["order"] == "F" else np.ascontiguousarray(X)
y = {"none": lambda: None, "u8": lambda: np.fromfile(task["path"] + ".u8", dtype=np.uint8).astype(np.int64),
     "f64": lambda: np.fromfile(task["path"] + ".f64")}[task["target"]]()
strength = task["params"].get("strength", 0)


def log_loss(model):
    z = model.decision_function(X.astype(np.float64))
    b = model.coef_.astype(np.float64)
    return (np.logaddexp(0, np.where(y == 1, -z, z)).sum() + strength / 2 * (b @ b.T).item()) / len(y)


def squared(model):
    b = model.coef_.astype(np.float64)
    errors = ((X @ b + model.intercept_ - y) ** 2).sum()
    if task["estimator"] == "lasso":
        return errors / 2 / len(y) + strength * np.abs(b).sum()
    return (errors + strength * b @ b) / len(y)


if task["estimator"] == "logisticRegression":
    from sklearn.linear_model import LogisticRegression

    measured(lambda: LogisticRegression(C=1 / strength, max_iter=1000, **params).fit(X, y), log_loss)
elif task["estimator"] == "kMeans":
    from sklearn.cluster import KMeans

    measured(lambda: KMeans(task["params"]["clusters"], n_init=task["params"]["restarts"], random_state=1, **params).fit(X),
             lambda model: model.inertia_)
elif task["estimator"] == "gaussianMixture":
    from sklearn.mixture import GaussianMixture

    measured(lambda: GaussianMixture(task["params"]["components"], random_state=1, **params).fit(X),
             lambda model: model.score(X))
else:
    from sklearn.linear_model import Lasso, Ridge

    kind = {"ridge": Ridge, "lasso": Lasso}[task["estimator"]]
    measured(lambda: kind(alpha=strength, **params).fit(X, y), squared)
