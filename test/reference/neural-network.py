"""Writes neural-network.json: scikit-learn's multilayer perceptron, defaults on scaled and one-hot inputs, by five folds on small real tables.

The tables are those of the development dependency vega-datasets; the test reads them from there, with the folds that are written here.
"""
import json
import warnings

import numpy
import sklearn
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, roc_auc_score, root_mean_squared_error
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore", category=ConvergenceWarning)
BODY = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"]
CAR = ["Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration"]
SUBJECTS = [
    {"file": "penguins.json", "target": "Species", "task": "multiclass", "numbers": BODY, "categories": ["Island", "Sex"]},
    {"file": "penguins.json", "target": "Sex", "task": "binary", "numbers": BODY, "categories": ["Island", "Species"]},
    {"file": "cars.json", "target": "Miles_per_Gallon", "task": "regression", "numbers": CAR, "categories": ["Origin"]},
]


def rows_of(subject):
    with open(f"../../node_modules/vega-datasets/data/{subject['file']}") as file:
        rows = json.load(file)
    return [row for row in rows if row[subject["target"]] not in (None, ".")]


def network(subject):
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    width = len(subject["numbers"])
    inputs = ColumnTransformer(
        [
            ("numbers", numbers, list(range(width))),
            ("categories", OneHotEncoder(handle_unknown="ignore"), list(range(width, width + len(subject["categories"])))),
        ]
    )
    if subject["task"] == "regression":
        return make_pipeline(inputs, TransformedTargetRegressor(MLPRegressor(random_state=0), transformer=StandardScaler()))
    return make_pipeline(inputs, MLPClassifier(random_state=0))


def score(model, task, X, y):
    if task == "binary":
        return roc_auc_score(y, model.predict_proba(X)[:, 1])
    if task == "multiclass":
        return accuracy_score(y, model.predict(X))
    return root_mean_squared_error(y, model.predict(X))


def reference(subject):
    rows = rows_of(subject)
    X = numpy.array(
        [[numpy.nan if row[name] is None else row[name] for name in subject["numbers"]] + [str(row[name]) for name in subject["categories"]] for row in rows],
        dtype=object,
    )
    y = numpy.array([row[subject["target"]] for row in rows])
    folds = numpy.random.default_rng(3).permutation(len(rows)) % 5
    scores = []
    for fold in range(5):
        model = network(subject).fit(X[folds != fold], y[folds != fold])
        scores.append(score(model, subject["task"], X[folds == fold], y[folds == fold]))
    return {**subject, "folds": folds.tolist(), "scores": scores}


with open("neural-network.json", "w") as file:
    json.dump({"versions": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__}, "subjects": [reference(one) for one in SUBJECTS]}, file)
    file.write("\n")
