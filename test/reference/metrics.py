"""Writes metrics.json: what scikit-learn says of small synthetic predictions. Run: python metrics.py"""

import json
import sys

import numpy as np
import scipy
import sklearn
from sklearn import metrics as m

rng = np.random.default_rng(20240607)


def binary(n, ties, balance=0.4):
    y = (rng.random(n) < balance).astype(int)
    y[:2] = [0, 1]
    p = 1 / (1 + np.exp(-(rng.normal(size=n) + 1.2 * y - 0.6)))
    return y, np.round(p, 1 if ties else 6)


def binary_values(y, p, w):
    hard = (p >= 0.5).astype(int)
    two = np.column_stack([1 - p, p])
    return {
        "rocAucScore": m.roc_auc_score(y, p, sample_weight=w),
        "averagePrecisionScore": m.average_precision_score(y, p, sample_weight=w),
        "accuracyScore": m.accuracy_score(y, hard, sample_weight=w),
        "balancedAccuracyScore": m.balanced_accuracy_score(y, hard, sample_weight=w),
        "precisionScore": m.precision_score(y, hard, sample_weight=w, zero_division=0),
        "recallScore": m.recall_score(y, hard, sample_weight=w),
        "f1Score": m.f1_score(y, hard, sample_weight=w),
        "logLoss": m.log_loss(y, two, sample_weight=w),
        "brierScoreLoss": m.brier_score_loss(y, p, sample_weight=w),
    }


def multiclass_values(y, p, w):
    hard = p.argmax(axis=1)
    one_hot = np.eye(p.shape[1])[y]
    macro = {"average": "macro", "sample_weight": w, "zero_division": 0}
    return {
        "rocAucScore": m.roc_auc_score(y, p, multi_class="ovr", average="macro", sample_weight=w),
        "averagePrecisionScore": m.average_precision_score(one_hot, p, average="macro", sample_weight=w),
        "accuracyScore": m.accuracy_score(y, hard, sample_weight=w),
        "balancedAccuracyScore": m.balanced_accuracy_score(y, hard, sample_weight=w),
        "precisionScore": m.precision_score(y, hard, **macro),
        "recallScore": m.recall_score(y, hard, **macro),
        "f1Score": m.f1_score(y, hard, **macro),
        "logLoss": m.log_loss(y, p, sample_weight=w),
        "brierScoreLoss": m.brier_score_loss(y, p, sample_weight=w),
    }


def regression_values(y, z, w):
    return {
        "meanAbsoluteError": m.mean_absolute_error(y, z, sample_weight=w),
        "meanSquaredError": m.mean_squared_error(y, z, sample_weight=w),
        "rootMeanSquaredError": m.root_mean_squared_error(y, z, sample_weight=w),
        "r2Score": m.r2_score(y, z, sample_weight=w),
    }


def delong(y, p):
    """Variance of the area by DeLong's definition, pair by pair: independent of any ranking trick."""
    a, b = p[y == 1], p[y == 0]
    psi = (a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :])
    return psi.mean(axis=1), psi.mean(axis=0)


def delong_difference(y, p, q):
    (p1, p0), (q1, q0) = delong(y, p), delong(y, q)
    variance = np.var(p1 - q1, ddof=1) / len(p1) + np.var(p0 - q0, ddof=1) / len(p0)
    return {"difference": p1.mean() - q1.mean(), "standardError": float(np.sqrt(variance))}


cases = []
for n, ties in [(40, False), (60, True), (400, True)]:
    y, p = binary(n, ties)
    w = np.round(rng.random(n) * 3, 3)
    w[3] = 0
    for weights in (None, w):
        cases.append({"task": "binary", "y": y.tolist(), "probability": p.tolist(),
                      "weights": None if weights is None else weights.tolist(), "expected": binary_values(y, p, weights)})
for n, k in [(60, 3), (200, 5)]:
    y = rng.integers(0, k, n)
    y[:k] = range(k)
    p = rng.dirichlet(np.ones(k), n)
    p[np.arange(n), y] += 0.4
    p = p / p.sum(axis=1, keepdims=True)
    w = np.round(rng.random(n) * 3, 3)
    for weights in (None, w):
        cases.append({"task": "multiclass", "y": y.tolist(), "probability": p.tolist(),
                      "weights": None if weights is None else weights.tolist(), "expected": multiclass_values(y, p, weights)})
y = np.round(rng.normal(100, 15, 50), 4)
z = np.round(y + rng.normal(0, 9, 50), 4)
w = np.round(rng.random(50) * 3, 3)
for weights in (None, w):
    cases.append({"task": "regression", "y": y.tolist(), "prediction": z.tolist(),
                  "weights": None if weights is None else weights.tolist(), "expected": regression_values(y, z, weights)})

X = np.round(rng.normal(size=(60, 3)) + np.repeat([[0, 0, 0], [3, 0, 0], [0, 3, 1]], 20, axis=0), 3).astype(np.float32)
labels = np.repeat([0, 1, 2], 20)
labels[5] = 2
y, p = binary(120, True)
q = np.round(np.clip(p + rng.normal(0, 0.15, 120), 0.01, 0.99), 2)
fpr, tpr, thresholds = m.roc_curve(y, p, drop_intermediate=False)
precision, recall, _ = m.precision_recall_curve(y, p)

json.dump({
    "versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
    "silhouette": {"X": X.tolist(), "labels": labels.tolist(), "expected": float(m.silhouette_score(X.astype(float), labels))},
    "delong": {"y": y.tolist(), "a": p.tolist(), "b": q.tolist(), **delong_difference(y, p, q)},
    "curves": {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "precision": precision[::-1].tolist(), "recall": recall[::-1].tolist()},
    "studentQuantiles": [[d, float(scipy.stats.t.ppf(0.975, d))] for d in (1, 2, 3, 5, 10, 30, 100, 1000)],
    "normalQuantiles": [[q, float(scipy.stats.norm.ppf(q))] for q in (1e-9, 0.001, 0.025, 0.2, 0.5, 0.8, 0.95, 0.975, 0.9999)],
}, open("metrics.json", "w"), separators=(",", ":"))
