"""Writes matrix-steps.json: what scikit-learn's PCA and SelectKBest make of small synthetic data. Run: python matrix-steps.py"""

import json
import sys

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_classif, f_regression

rng = np.random.default_rng(20261202)


def rounded(x):
    """Float32 values, as X holds them."""
    return np.round(x, 4).astype(np.float32).astype(float)


n, d = 80, 8
mixed = rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) * [1, 1, 5, 1, 0.2, 1, 30, 1] + [0, 3, -1, 100, 0, 2, 1000, 0]
X = rounded(mixed)
score = 0.2 * (X[:, 2] - X[:, 2].mean()) + 0.4 * X[:, 1] + rng.normal(size=n)
binary = (score > np.median(score)).astype(int)
three = np.digitize(score, np.quantile(score, [0.25, 0.6]))
value = np.round(100 + 3 * score + rng.normal(size=n), 4)
tall = rounded(rng.normal(size=(400, 6)) @ rng.normal(size=(6, 6)) + [1, 2, 3, 4, 5, 6])
wide = rounded(rng.normal(size=(6, 9)))


def pca(name, data, components, solver="full"):
    model = PCA(components, svd_solver=solver).fit(data)
    return {
        "data": name, "components": components, "solver": model._fit_svd_solver, "means": model.mean_.tolist(),
        "axes": model.components_.ravel().tolist(), "projected": model.transform(data[:20]).ravel().tolist(),
    }


def best(target, y, test, k):
    model = SelectKBest(test, k=k).fit(X, y)
    return {"target": target, "k": k, "scores": model.scores_.tolist(), "kept": model.get_support(indices=True).tolist()}


json.dump({
    "versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "data": {"X": X.tolist(), "tall": tall.tolist(), "wide": wide.tolist()},
    "binary": binary.tolist(), "three": three.tolist(), "value": value.tolist(),
    "pcas": [pca("X", X, c) for c in (8, 3, 0.5, 0.9, 0.999)] + [pca("tall", tall, c, "covariance_eigh") for c in (6, 2, 0.8)] + [pca("wide", wide, c) for c in (5, 0.6)],
    "best": [best(name, y, test, k) for name, y, test in (("binary", binary, f_classif), ("three", three, f_classif), ("value", value, f_regression)) for k in (1, 4)],
}, open("matrix-steps.json", "w"), separators=(",", ":"))
