"""The main job as a plain scikit-learn script: read, impute and encode, search, evaluate, save.

usage: main_job.py DATA.csv.gz MODEL.joblib TRIALS
"""
import json
import sys
import warnings

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RandomizedSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from scipy.stats import loguniform, randint

warnings.filterwarnings("ignore")
path, output, trials = sys.argv[1], sys.argv[2], int(sys.argv[3])
table = pd.read_csv(path, na_values=["unknown"]).drop(columns="duration")
y = (table.pop("y") == "yes").to_numpy()
words = table.select_dtypes(exclude="number").columns.tolist()
numbers = table.select_dtypes(include="number").columns.tolist()
X_train, X_test, y_train, y_test = train_test_split(table, y, test_size=0.2, stratify=y, random_state=1)

scaled = ColumnTransformer([
    ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
    ("words", make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder(handle_unknown="ignore")), words),
])
ordinal = ColumnTransformer([
    ("words", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), words),
    ("numbers", "passthrough", numbers),
])
filled = ColumnTransformer([
    ("words", make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder(handle_unknown="ignore", sparse_output=False)), words),
    ("numbers", SimpleImputer(strategy="median"), numbers),
])
candidates = [
    (make_pipeline(scaled, LogisticRegression(max_iter=1000)), {"logisticregression__C": loguniform(1e-3, 1e2)}),
    (make_pipeline(filled, RandomForestClassifier(n_estimators=100, random_state=1)), {
        "randomforestclassifier__min_samples_leaf": randint(1, 20),
        "randomforestclassifier__max_features": ["sqrt", 0.3, 0.5],
    }),
    (make_pipeline(ordinal, HistGradientBoostingClassifier(
        categorical_features=list(range(len(words))), early_stopping=True, max_iter=500, random_state=1)), {
        "histgradientboostingclassifier__learning_rate": loguniform(0.02, 0.3),
        "histgradientboostingclassifier__max_leaf_nodes": randint(7, 128),
        "histgradientboostingclassifier__min_samples_leaf": randint(5, 100),
        "histgradientboostingclassifier__l2_regularization": loguniform(1e-3, 10),
    }),
]
folds = StratifiedKFold(5, shuffle=True, random_state=1)
best = None
for pipeline, space in candidates:
    search = RandomizedSearchCV(pipeline, space, n_iter=trials // len(candidates), scoring="roc_auc", cv=folds, n_jobs=-1, random_state=1)
    search.fit(X_train, y_train)
    if best is None or search.best_score_ > best.best_score_:
        best = search
auc = roc_auc_score(y_test, best.predict_proba(X_test)[:, 1])
joblib.dump(best.best_estimator_, output)
print(json.dumps({"auc": auc, "cv": best.best_score_, "best": str(best.best_params_)}))
