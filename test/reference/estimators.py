"""Writes estimators.json: what scikit-learn fits on small synthetic data. Run: python estimators.py"""

import json
import sys

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge

rng = np.random.default_rng(20240611)


def rounded(x):
    return np.round(x, 4).astype(np.float32).astype(float)


n, d = 240, 5
X = rounded(rng.normal(size=(n, d)))
X[:, 3] = rounded(0.9 * X[:, 2] + 0.3 * X[:, 3])
weight = np.round(rng.random(n) * 2, 3)
binary = (X[:, 0] - 0.7 * X[:, 2] + rng.normal(size=n) > 0.3).astype(int)
three = np.digitize(X[:, 0] + 0.5 * X[:, 1] + rng.normal(0, 0.8, n), [-0.6, 0.6])
value = rounded(3 + X @ np.array([2, 0, -1, 0.5, 0]) + rng.normal(0, 0.7, n))
blobs = rounded(rng.normal(size=(n, 2)) + np.repeat([[0, 0], [4, 0], [0, 5], [5, 5]], 60, axis=0))


def logistic(y, strength, l1_ratio, w):
    if l1_ratio == 0:
        model = LogisticRegression(C=1 / strength, solver="newton-cg", tol=1e-11, max_iter=100000)
    else:
        model = LogisticRegression(C=1 / strength, l1_ratio=l1_ratio, solver="saga", tol=1e-11, max_iter=100000, random_state=0)
    model.fit(X, y, sample_weight=w)
    return {"coefficients": model.coef_.tolist(), "intercepts": model.intercept_.tolist(), "probabilities": model.predict_proba(X[:10]).tolist()}


def linear(strength, l1_ratio, w):
    if strength == 0:
        model = LinearRegression()
    elif l1_ratio == 0:
        model = Ridge(alpha=strength)
    else:
        total = n if w is None else w.sum()
        kind = Lasso(alpha=strength / total, tol=1e-12, max_iter=100000) if l1_ratio == 1 else \
            ElasticNet(alpha=strength / total, l1_ratio=l1_ratio, tol=1e-12, max_iter=100000)
        model = kind
    model.fit(X, value, sample_weight=w)
    return {"coefficients": model.coef_.tolist(), "intercept": float(model.intercept_)}


logistics = []
for target, y in (("binary", binary), ("three", three)):
    for strength, l1_ratio, w in ((1, 0, None), (0.1, 0, weight), (25, 0, None), (4, 1, None), (6, 0.5, weight)):
        logistics.append({"target": target, "strength": strength, "l1Ratio": l1_ratio, "weighted": w is not None,
                          "expected": logistic(y, strength, l1_ratio, w)})
linears = [{"strength": s, "l1Ratio": r, "weighted": w is not None, "expected": linear(s, r, w)}
           for s, r, w in ((0, 0, None), (0, 0, weight), (1, 0, None), (30, 0, weight), (20, 1, None), (15, 0.5, weight))]
means = [{"clusters": k, "inertia": float(KMeans(k, n_init=50, random_state=0, tol=0).fit(blobs, sample_weight=w).inertia_),
          "weighted": w is not None} for k in (2, 4) for w in (None, weight)]

json.dump({
    "versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "X": X.tolist(), "blobs": blobs.tolist(), "weight": weight.tolist(),
    "binary": binary.tolist(), "three": three.tolist(), "value": value.tolist(),
    "logistic": logistics, "linear": linears, "kMeans": means,
}, open("estimators.json", "w"), separators=(",", ":"))
