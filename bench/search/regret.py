"""Optuna's part of `bench:search`: reads {seeds, trials, points} as JSON, prints regrets and the values of the points."""

import json
import sys
import warnings

import optuna
from functions import FUNCTIONS

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def regret(name, seed, trials):
    """The smallest value in one study; every function has its minimum at 0."""
    # `group` where parameters depend on others, as its documentation says; all else is the default.
    sampler = optuna.samplers.TPESampler(multivariate=True, group=name == "conditional", seed=seed)
    study = optuna.create_study(sampler=sampler)
    study.optimize(FUNCTIONS[name][0], n_trials=trials)
    return study.best_value


order = json.loads(sys.stdin.read())
print(
    json.dumps(
        {
            "values": {name: [FUNCTIONS[name][1](p) for p in points] for name, points in order["points"].items()},
            "regrets": {name: [regret(name, seed, order["trials"]) for seed in order["seeds"]] for name in order["points"]},
        }
    )
)
