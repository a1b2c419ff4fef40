"""A peer's side of the prediction bench: trains the peers once (prepare), then scores a million rows or single ones.

Every library grows its own trees, as many and as large as ours, on the same file; onnxruntime scores LightGBM's trees,
converted by onnxmltools. Arguments: FOLDER prepare | FOLDER batch PEER THREADS | FOLDER row PEER QUANTILE
"""
import json
import os
import sys
import time

folder, mode = sys.argv[1:3]
peer = sys.argv[3] if len(sys.argv) > 3 else None
threads = int(sys.argv[4]) if mode == "batch" else 1
os.environ.setdefault("OMP_NUM_THREADS", str(2 if mode == "prepare" else threads))

import numpy as np  # noqa: E402 (threads are set before)

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from measure import measured  # noqa: E402

with open(os.path.join(folder, "shape.json")) as file:
    shape = json.load(file)
FEATURES, TREES, LEAVES = shape["features"], shape["trees"], shape["leaves"]


def path(name):
    return os.path.join(folder, name)


def rows(name):
    return np.fromfile(path(name + ".f32"), np.float32).reshape(-1, FEATURES)


def prepare():
    import pickle

    import lightgbm
    import xgboost
    from onnxmltools import convert_lightgbm
    from onnxmltools.convert.common.data_types import FloatTensorType
    from sklearn.ensemble import HistGradientBoostingClassifier

    X, y = rows("train"), np.fromfile(path("train.u8"), np.uint8)
    booster = lightgbm.train(
        {"objective": "binary", "num_leaves": LEAVES, "learning_rate": 0.1, "max_bin": 255, "verbose": -1},
        lightgbm.Dataset(X, y),
        TREES,
    )
    booster.save_model(path("lightgbm.txt"))
    converted = convert_lightgbm(booster, initial_types=[("x", FloatTensorType([None, FEATURES]))], zipmap=False)
    with open(path("model.onnx"), "wb") as file:
        file.write(converted.SerializeToString())
    xgboost.train(
        {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "grow_policy": "lossguide",
            "max_leaves": LEAVES,
            "max_depth": 0,
            "eta": 0.1,
            "max_bin": 255,
        },
        xgboost.DMatrix(X, y),
        TREES,
    ).save_model(path("xgboost.ubj"))
    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=0.1, max_bins=255, early_stopping=False
    )
    with open(path("sklearn.pickle"), "wb") as file:
        pickle.dump(model.fit(X, y), file)


def load_xgboost():
    import xgboost

    booster = xgboost.Booster({"nthread": threads}, model_file=path("xgboost.ubj"))
    return booster.inplace_predict


def load_lightgbm():
    import lightgbm

    booster = lightgbm.Booster(model_file=path("lightgbm.txt"), params={"num_threads": threads})
    return lambda X: booster.predict(X, num_threads=threads)


def load_sklearn():
    import pickle

    with open(path("sklearn.pickle"), "rb") as file:
        model = pickle.load(file)
    return lambda X: model.predict_proba(X)[:, 1]


def load_onnxruntime():
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path("model.onnx"), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    output = [session.get_outputs()[1].name]
    return lambda X: session.run(output, {name: X})[0][:, 1]


def auc(y, scores):
    order = np.argsort(scores, kind="stable")
    _, start, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks = np.empty(len(scores))
    ranks[order] = np.repeat(start + (counts + 1) / 2, counts)
    positive = int(y.sum())
    return (ranks[y == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(y) - positive))


def score_rows(predict):
    """Seconds of single calls, after warming up."""
    X = rows("test")[:2000]
    calls = shape["slowCalls"] if peer == "sklearn" else shape["calls"]
    single = [np.ascontiguousarray(X[i : i + 1]) for i in range(len(X))]
    seconds = np.empty(calls)
    for i in range(-calls // 10, calls):
        x = single[i % len(single)]
        start = time.perf_counter()
        predict(x)
        if i >= 0:
            seconds[i] = time.perf_counter() - start
    return float(np.quantile(seconds, float(sys.argv[4])))


if mode == "prepare":
    prepare()
else:
    predict = globals()["load_" + peer]()
    if mode == "row":
        print(json.dumps({"seconds": score_rows(predict), "cpuSeconds": 0, "peakMb": 0, "score": None}))
    else:
        X, y = rows("test"), np.fromfile(path("test.u8"), np.uint8)
        measured(lambda: predict(X), lambda scores: auc(y, scores))
