"""Writes explain.json: trees of scikit-learn and XGBoost, node by node, with the SHAP values that the shap package gives them.

Run: pip install shap==0.51.0 scikit-learn==1.9.1 xgboost==3.2.0 && python explain.py
"""
import json

import numpy as np
import shap
import sklearn
import xgboost
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

rng = np.random.default_rng(11)
X = np.round(rng.normal(size=(300, 5)), 3).astype(np.float32)
value = X[:, 0] * X[:, 1] + 2 * X[:, 2] + rng.normal(scale=0.2, size=300)
three = np.digitize(value, [-1, 1])
asked, background = X[:12], X[100:120]
holes = X.copy()
holes[rng.random(X.shape) < 0.15] = np.nan


def float32_below(threshold):
    """The largest float32 at or below a threshold: what a comparison of float32 values can tell."""
    rounded = np.float32(threshold)
    return float(rounded if rounded <= threshold else np.nextafter(rounded, np.float32(-np.inf)))


def ensemble(trees, outputs=1):
    """Trees as lists of (feature, threshold, missing_left, left, right, leaf, weight) in the layout of Millrace's ensembles."""
    made = {"roots": [0], "feature": [], "left": [], "value": [], "flags": [], "weights": [], "vectors": []}
    for nodes in trees:
        order, at = [0], 0
        while at < len(order):
            feature, threshold, missing_left, left, right, leaf, weight = nodes[order[at]]
            made["feature"].append(feature)
            if feature < 0:
                made["flags"].append(0)
                made["weights"].append(float(weight))
                made["value"].append(float(leaf) if outputs == 1 else 0.0)
                made["left"].append(0 if outputs == 1 else len(made["vectors"]) // outputs)
                if outputs > 1:
                    made["vectors"].extend(float(one) for one in leaf)
            else:
                made["flags"].append(int(missing_left))
                made["value"].append(threshold)
                made["left"].append(len(order))
                order += [left, right]
            at += 1
        made["roots"].append(len(made["feature"]))
    return {**made, "outputs": outputs}


def of_sklearn(model, outputs=1):
    trees = []
    for one in model.estimators_:
        t = one.tree_
        trees.append([
            (
                int(t.feature[i]) if t.children_left[i] >= 0 else -1,
                float32_below(t.threshold[i]),
                bool(t.missing_go_to_left[i]),
                int(t.children_left[i]),
                int(t.children_right[i]),
                (t.value[i, 0, 0] if outputs == 1 else t.value[i, 0]),
                t.weighted_n_node_samples[i],
            )
            for i in range(t.node_count)
        ])
    return ensemble(trees, outputs)


def of_xgboost(booster):
    trees = []
    for dump in booster.get_dump(with_stats=True, dump_format="json"):
        nodes = {}

        def visit(node):
            if "leaf" in node:
                nodes[node["nodeid"]] = (-1, 0, False, 0, 0, node["leaf"], node["cover"])
                return
            below = np.nextafter(np.float32(node["split_condition"]), np.float32(-np.inf))
            nodes[node["nodeid"]] = (
                int(node["split"][1:]), float(below), node["missing"] == node["yes"], node["yes"], node["no"], 0, 0,
            )
            for child in node["children"]:
                visit(child)

        visit(json.loads(dump))
        trees.append(nodes)
    return ensemble(trees)


def case(name, made, model, rows, scale, against=background):
    shares = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    pairs = shap.TreeExplainer(model, data=against, feature_perturbation="interventional")
    numbers = lambda array: [None if np.isnan(one) else float(one) for one in np.ravel(array)]  # noqa: E731
    return {
        "name": name,
        "ensemble": made,
        "rows": numbers(rows),
        "background": numbers(against),
        # contributions to the sum of the trees
        "byShares": numbers(np.asarray(shares.shap_values(rows), dtype=float) * scale),
        "byPairs": numbers(np.asarray(pairs.shap_values(rows, check_additivity=False), dtype=float) * scale),
    }


regressor = RandomForestRegressor(n_estimators=8, max_depth=6, random_state=1).fit(X, value)
classifier = RandomForestClassifier(n_estimators=6, max_depth=5, random_state=1).fit(X, three)
booster = xgboost.train(
    {"objective": "reg:squarederror", "max_depth": 5, "eta": 0.3, "base_score": 0.0, "tree_method": "exact"},
    xgboost.DMatrix(holes, value, weight=np.abs(rng.normal(size=300)) + 0.1),
    10,
)
json.dump(
    {
        "versions": {"shap": shap.__version__, "scikit-learn": sklearn.__version__, "xgboost": xgboost.__version__},
        "features": 5,
        "cases": [
            case("random forest of scikit-learn", of_sklearn(regressor), regressor, asked, 8),
            case("random forest of three classes", of_sklearn(classifier, 3), classifier, asked, 6),
            case("XGBoost with missing values and weights", of_xgboost(booster), booster, holes[:12], 1, holes[100:120]),
        ],
    },
    open("explain.json", "w"),
)
