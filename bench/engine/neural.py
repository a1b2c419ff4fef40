"""scikit-learn's multilayer perceptron, defaults, on scaled numbers and one-hot categories: a score and seconds for each fold.

Values are scaled too: left as they are, its learning rate doesn't reach thousands within the iterations, and the comparison would say nothing.

Arguments: a JSON file of columns, target and folds, as neural.ts writes it. Prints one line of JSON.
"""
import json
import os
import sys
import time
import warnings

import numpy
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, roc_auc_score, root_mean_squared_error
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore", category=ConvergenceWarning)


def column(values, kind):
    if kind == "category":
        return numpy.array(["missing" if value is None else value for value in values], dtype=object)
    return numpy.array([numpy.nan if value is None else value for value in values], dtype=object)


def pipeline(kinds, task):
    numbers = [i for i, kind in enumerate(kinds) if kind == "number"]
    categories = [i for i, kind in enumerate(kinds) if kind == "category"]
    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    inputs = ColumnTransformer([("numbers", scaled, numbers), ("categories", one_hot, categories)])
    if task == "regression":
        network = TransformedTargetRegressor(MLPRegressor(random_state=0), transformer=StandardScaler())
    else:
        network = MLPClassifier(random_state=0)
    return make_pipeline(inputs, network)


def score(model, X, y, metric):
    if metric == "rocAucScore":
        return roc_auc_score(y, model.predict_proba(X)[:, 1])
    if metric == "accuracyScore":
        return accuracy_score(y, model.predict(X))
    return root_mean_squared_error(y, model.predict(X))


def main(path, folds_wanted):
    with open(path) as file:
        table = json.load(file)
    kinds = [one["kind"] for one in table["columns"]]
    X = numpy.empty((len(table["y"]), len(kinds)), dtype=object)
    for i, one in enumerate(table["columns"]):
        X[:, i] = column(one["values"], one["kind"])
    y = numpy.array(table["y"])
    result = {"scores": [], "seconds": [], "cpuSeconds": []}
    for fold in table["folds"][:folds_wanted]:
        train, test = numpy.array(fold["train"]), numpy.array(fold["validation"])
        before, start = os.times(), time.perf_counter()
        model = pipeline(kinds, table["task"]).fit(X[train], y[train])
        after = os.times()
        result["seconds"].append(time.perf_counter() - start)
        result["cpuSeconds"].append(after.user + after.system - before.user - before.system)
        result["scores"].append(score(model, X[test], y[test], table["metric"]))
    print(json.dumps(result))


main(sys.argv[1], int(sys.argv[2]))
