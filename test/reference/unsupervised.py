"""Writes unsupervised.json: what scikit-learn's mixtures and PCA find on small synthetic data. Run: python unsupervised.py"""

import json
import sys

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

rng = np.random.default_rng(20240612)


def rounded(x):
    return np.round(x, 4).astype(np.float32).astype(float)


centres = np.array([[0, 0, 0], [5, 1, 0], [0, 6, 3]])
mixing = np.array([[1, 0, 0], [0.6, 0.8, 0], [0, 0.3, 0.5]])
X = rounded(np.vstack([c + rng.normal(size=(n, 3)) @ (mixing * s) for c, n, s in zip(centres, (80, 50, 70), (1, 0.7, 1.3))]))

mixtures = []
for kind in ("full", "tied", "diag", "spherical"):
    # Started from the truth and run to the end: the same maximum whoever climbs to it.
    model = GaussianMixture(3, covariance_type=kind, means_init=centres, tol=1e-12, max_iter=5000).fit(X)
    order = np.lexsort(model.means_.T[::-1])
    mixtures.append({
        "covariance": {"diag": "diagonal"}.get(kind, kind),
        "weights": model.weights_[order].tolist(), "means": model.means_[order].tolist(),
        "covariances": (model.covariances_ if kind == "tied" else model.covariances_[order]).ravel().tolist(),
        "logLikelihood": model.score_samples(X[:20]).tolist(), "responsibilities": model.predict_proba(X[:20])[:, order].ravel().tolist(),
        "bic": model.bic(X), "aic": model.aic(X),
    })

Z = rounded(rng.normal(size=(60, 5)) @ rng.normal(size=(5, 5)) + [3, -1, 0, 10, 2])
pcas = []
for components, whiten in ((5, False), (3, False), (2, True)):
    model = PCA(components, whiten=whiten, svd_solver="full").fit(Z)
    projected = model.transform(Z[:10])
    pcas.append({
        "components": components, "whiten": whiten, "axes": model.components_.ravel().tolist(),
        "variance": model.explained_variance_.tolist(), "ratio": model.explained_variance_ratio_.tolist(),
        "projected": projected.ravel().tolist(), "restored": model.inverse_transform(projected).ravel().tolist(),
    })

json.dump({
    "versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "X": X.tolist(), "mixtures": mixtures, "Z": Z.tolist(), "pcas": pcas,
}, open("unsupervised.json", "w"), separators=(",", ":"))
