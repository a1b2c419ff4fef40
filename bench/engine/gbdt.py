"""The peers' side of the boosting bench. Arguments: FOLDER TABLE LIBRARY THREADS

Each library with the trees, leaves, bins and rate of ours, and at its fastest settings for the table's shape.
"""
import json
import os
import sys

import numpy as np
from sklearn.metrics import roc_auc_score

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from measure import measured  # noqa: E402

TREES, LEAVES, BINS, RATE, L2, LEAST = 100, 63, 255, 0.1, 1.0, 20
WIDE = 100

folder, table, library, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


def read(part):
    path = os.path.join(folder, f"{table}-{part}")
    with open(path + ".json") as file:
        shape = json.load(file)
    y = np.fromfile(path + ".u8", np.uint8)
    columns = np.fromfile(path + ".f32", np.float32).reshape(len(shape["features"]), len(y))
    return np.ascontiguousarray(columns.T), y, shape


(X, y, shape), (test, truth, _) = read("train"), read("test")
categories = [i for i, feature in enumerate(shape["features"]) if feature["levels"] > 0]
classes = shape["classes"]


def score(predict):
    """Area under the curve, or the share of right classes where there are many."""
    values = predict(test)
    if classes == 2:
        return roc_auc_score(truth, values if values.ndim == 1 else values[:, 1])
    return np.mean(np.argmax(values, axis=1) == truth)


def lightgbm(quantised):
    import lightgbm

    params = dict(
        objective="binary" if classes == 2 else "multiclass", num_leaves=LEAVES, learning_rate=RATE, max_bin=BINS,
        min_data_in_leaf=LEAST, lambda_l2=L2, num_threads=threads, verbose=-1,
        force_col_wise=X.shape[1] >= WIDE, force_row_wise=X.shape[1] < WIDE,
    )
    if classes > 2:
        params["num_class"] = classes
    if quantised:
        params.update(use_quantized_grad=True, num_grad_quant_bins=4, quant_train_renew_leaf=True)

    def work():
        data = lightgbm.Dataset(X, y, categorical_feature=categories)
        return lightgbm.train(params, data, num_boost_round=TREES)

    measured(work, lambda model: score(model.predict))


def xgboost():
    import xgboost

    kinds = ["c" if i in categories else "q" for i in range(X.shape[1])]
    params = dict(
        objective="binary:logistic" if classes == 2 else "multi:softprob", tree_method="hist", grow_policy="lossguide",
        max_leaves=LEAVES, max_depth=0, eta=RATE, max_bin=BINS, reg_lambda=L2, nthread=threads,
    )
    if classes > 2:
        params["num_class"] = classes

    def work():
        data = xgboost.QuantileDMatrix(
            X, y, max_bin=BINS, nthread=threads, feature_types=kinds, enable_categorical=len(categories) > 0
        )
        return xgboost.train(params, data, num_boost_round=TREES)

    def predict(model):
        data = xgboost.DMatrix(test, feature_types=kinds, enable_categorical=len(categories) > 0)
        return model.predict(data)

    measured(work, lambda model: score(lambda _: predict(model)))


def sklearn():
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, max_bins=BINS, l2_regularization=L2,
        min_samples_leaf=LEAST, early_stopping=False, categorical_features=categories or None, random_state=1,
    )
    measured(lambda: model.fit(X, y), lambda fitted: score(fitted.predict_proba))


{
    "xgboost": xgboost,
    "lightgbm": lambda: lightgbm(False),
    "lightgbm-quantised": lambda: lightgbm(True),
    "scikit-learn": sklearn,
}[library]()
