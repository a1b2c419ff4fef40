"""The test functions of `bench:search` for Optuna; functions.ts has the same ones, and the bench compares both on random points."""

import math


def sphere(x):
    return sum(v * v for v in x)


def rosenbrock(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def rastrigin(x):
    return sum(v * v - 10 * math.cos(2 * math.pi * v) + 10 for v in x)


def ackley(x):
    squares = sum(v * v for v in x) / len(x)
    cosines = sum(math.cos(2 * math.pi * v) for v in x) / len(x)
    return 20 - 20 * math.exp(-0.2 * math.sqrt(squares)) + math.e - math.exp(cosines)


def griewank(x):
    product = 1.0
    for i, v in enumerate(x):
        product *= math.cos(v / math.sqrt(i + 1))
    return sum(v * v for v in x) / 4000 - product + 1


def levy(x):
    w = [1 + (v - 1) / 4 for v in x]
    middle = sum((v - 1) ** 2 * (1 + 10 * math.sin(math.pi * v + 1) ** 2) for v in w[:-1])
    last = (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)
    return math.sin(math.pi * w[0]) ** 2 + middle + last


def styblinski_tang(x):
    return sum(v**4 - 16 * v * v + 5 * v for v in x) / 2 + 39.16616570377142 * len(x)


def branin(x):
    a, b = x
    bowl = (b - 5.1 / (4 * math.pi**2) * a * a + 5 / math.pi * a - 6) ** 2
    return bowl + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10 - 0.39788735772973816


HARTMANN_A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
HARTMANN_P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]


def hartmann6(x):
    total = 3.322368011415514
    for alpha, a, p in zip([1, 1.2, 3, 3.2], HARTMANN_A, HARTMANN_P):
        total -= alpha * math.exp(-sum(w * (v - c) ** 2 for w, v, c in zip(a, x, p)))
    return total


def schwefel(x):
    return 418.9828872724338 * len(x) - sum(v * math.sin(math.sqrt(abs(v))) for v in x)


def mixed(kind, bagging, depth, leaves, rate, share):
    """Like a booster's loss: a choice and a switch with an offset each, optima of the numbers on their own scales."""
    offset = {"a": 0.3, "b": 0.0, "c": 0.6}[kind] + (0.2 if bagging else 0.0)
    depth_term = 0.02 * (depth - (7 if kind == "b" else 3)) ** 2
    leaves_term = 0.1 * (math.log2(leaves) - 5) ** 2
    rate_term = 0.3 * (math.log10(rate) + 1.7) ** 2
    return offset + depth_term + leaves_term + rate_term + 0.5 * (share - 0.8) ** 2


def conditional(model, strength, depth=None, subsample=None, rate=None, layers=None, momentum=None):
    """Two kinds of model with parameters of their own, one of them better at its best, and one parameter of both."""
    shared = 0.1 * (math.log10(strength) + 1) ** 2
    if model == "tree":
        return 0.2 + shared + 0.02 * (depth - 6) ** 2 + (subsample - 0.7) ** 2
    return shared + 0.3 * (math.log10(rate) + 2.5) ** 2 + 0.15 * (layers - 2) ** 2 + 2 * (momentum - 0.9) ** 2


def box(function, dimensions, low, high):
    """A function of a point as one of named numbers x0, x1, ..."""
    names = [f"x{i}" for i in range(dimensions)]

    def suggest(trial):
        return function([trial.suggest_float(name, low, high) for name in names])

    return suggest, lambda params: function([params[name] for name in names])


def suggest_branin(trial):
    return branin([trial.suggest_float("x0", -5, 10), trial.suggest_float("x1", 0, 15)])


def suggest_mixed(trial):
    return mixed(
        trial.suggest_categorical("kind", ["a", "b", "c"]),
        trial.suggest_categorical("bagging", [False, True]),
        trial.suggest_int("depth", 1, 12),
        trial.suggest_int("leaves", 4, 256, log=True),
        trial.suggest_float("rate", 1e-4, 1, log=True),
        trial.suggest_float("share", 0, 1),
    )


def suggest_conditional(trial):
    model = trial.suggest_categorical("model", ["tree", "net"])
    strength = trial.suggest_float("strength", 1e-4, 100, log=True)
    if model == "tree":
        return conditional(
            model, strength, depth=trial.suggest_int("depth", 1, 12), subsample=trial.suggest_float("subsample", 0, 1)
        )
    return conditional(
        model,
        strength,
        rate=trial.suggest_float("rate", 1e-5, 1, log=True),
        layers=trial.suggest_int("layers", 1, 5),
        momentum=trial.suggest_float("momentum", 0, 1),
    )


# By name: how Optuna asks for a point and scores it; the score of named parameters.
FUNCTIONS = {
    "sphere": box(sphere, 5, -5.12, 5.12),
    "rosenbrock": box(rosenbrock, 5, -5, 10),
    "rastrigin": box(rastrigin, 5, -5.12, 5.12),
    "ackley": box(ackley, 5, -32.768, 32.768),
    "griewank": box(griewank, 5, -600, 600),
    "levy": box(levy, 5, -10, 10),
    "styblinskiTang": box(styblinski_tang, 5, -5, 5),
    "branin": (suggest_branin, lambda p: branin([p["x0"], p["x1"]])),
    "hartmann6": box(hartmann6, 6, 0, 1),
    "schwefel": box(schwefel, 5, -500, 500),
    "mixed": (suggest_mixed, lambda p: mixed(**p)),
    "conditional": (suggest_conditional, lambda p: conditional(**p)),
}
