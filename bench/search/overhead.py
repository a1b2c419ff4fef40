"""Optuna's overhead: 200 trials of multivariate TPE on five numbers with a trivial objective; prints ms a trial, median of three seeds."""

import json
import os
import statistics
import sys
import tempfile
import time
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
trials = 200


def objective(trial):
    return sum(trial.suggest_float(f"x{i}", -5, 5) ** 2 for i in range(5))


def milliseconds(seed, folder):
    storage = None
    if sys.argv[1] == "journal":
        path = os.path.join(folder, f"{seed}.log")
        storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(path))
    if sys.argv[1] == "sqlite":
        storage = f"sqlite:///{os.path.join(folder, f'{seed}.db')}"
    sampler = optuna.samplers.TPESampler(multivariate=True, seed=seed)
    start = time.perf_counter()
    study = optuna.create_study(sampler=sampler, storage=storage)
    study.optimize(objective, n_trials=trials)
    return (time.perf_counter() - start) * 1000 / trials


with tempfile.TemporaryDirectory() as folder:
    print(json.dumps(statistics.median(milliseconds(seed, folder) for seed in (1, 2, 3))))
