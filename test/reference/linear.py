"""Writes linear.json: scikit-learn's linear models where they are hard to fit. Run: python linear.py"""

import json
import sys

import numpy as np
import sklearn
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge

rng = np.random.default_rng(20240613)


def rounded(x):
    return np.round(x, 4).astype(np.float32).astype(float)


def correlated(n, d):
    base = rng.normal(size=(n, d))
    base[:, 1] = base[:, 0] + 1e-3 * base[:, 1]  # two columns that are nearly one
    base[:, 2] = 1000 + 50 * base[:, 2]  # far off, on another scale
    return rounded(base)


problems = {}
for name, X in (("ill-conditioned", correlated(150, 6)), ("more features than rows", rounded(rng.normal(size=(20, 45))))):
    slopes = rng.normal(size=X.shape[1]) * (np.arange(X.shape[1]) % 3 == 0)
    scaled = (X - X.mean(0)) / X.std(0)
    y = rounded(scaled @ slopes + rng.normal(0, 0.5, len(X)))
    weight = np.round(rng.random(len(X)) * 2 + 0.1, 3)
    fits = []
    for kind, params in (("ridge", {"strength": 0.5}), ("ridge", {"strength": 30}), ("lasso", {"strength": 0.05}), ("lasso", {"strength": 0.3}),
                         ("elasticNet", {"strength": 0.1, "l1Ratio": 0.5}), ("elasticNet", {"strength": 0.2, "l1Ratio": 0.9})):
        for w in (None, weight):
            a = params["strength"]
            exact = {"tol": 1e-13, "max_iter": 1000000}
            model = {"ridge": lambda: Ridge(a, solver="cholesky"), "lasso": lambda: Lasso(a, **exact),
                     "elasticNet": lambda: ElasticNet(a, l1_ratio=params.get("l1Ratio"), **exact)}[kind]().fit(X, y, sample_weight=w)
            fits.append({"estimator": kind, "params": params, "weighted": w is not None,
                         "coefficients": model.coef_.tolist(), "intercept": float(model.intercept_)})
    classes = (y > np.quantile(y, 0.75)).astype(int)
    logistics = []
    for balanced in (False, True):
        for w in (None, weight):
            model = LogisticRegression(C=0.5, solver="newton-cholesky", tol=1e-12, max_iter=10000, class_weight="balanced" if balanced else None)
            # balanced class weights of scikit-learn don't know the sample weights: given as one, they are the same thing
            weights = np.ones(len(X)) if w is None else w
            if balanced:
                mass = np.bincount(classes, weights)
                model.set_params(class_weight=dict(enumerate(weights.sum() / (2 * mass))))
            model.fit(X, classes, sample_weight=weights)
            logistics.append({"balanced": balanced, "weighted": w is not None,
                              "coefficients": model.coef_[0].tolist(), "intercept": float(model.intercept_[0])})
    problems[name] = {"X": X.tolist(), "y": y.tolist(), "weight": weight.tolist(), "classes": classes.tolist(),
                      "fits": fits, "logistics": logistics}

json.dump({"versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__},
           "problems": problems}, open("linear.json", "w"), separators=(",", ":"))
