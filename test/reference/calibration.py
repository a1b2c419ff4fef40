"""Writes calibration.json: scikit-learn's isotonic regression, sigmoid and temperature on small synthetic scores."""
import json

import numpy
import scipy
import scipy.optimize
import sklearn
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression

draw = numpy.random.default_rng(7)


def smoothed(y, weight):
    positive, negative = weight[y == 1].sum(), weight[y == 0].sum()
    return numpy.where(y == 1, (positive + 1) / (positive + 2), 1 / (negative + 2))


def exact_sigmoid(scores, y, weight):
    """The same likelihood as Platt's, by Newton's method to the last digits."""
    targets, theta = smoothed(y, weight), numpy.zeros(2)
    design = numpy.stack([scores, numpy.ones_like(scores)], axis=1)
    for _ in range(60):
        p = scipy.special.expit(design @ theta)
        gradient = design.T @ (weight * (p - targets))
        hessian = design.T @ (design * (weight * p * (1 - p))[:, None])
        theta -= numpy.linalg.solve(hessian, gradient)
    return theta


def problem(n, ties, weighted):
    scores = draw.normal(size=n) * 1.5
    if ties:
        scores = numpy.round(scores, 1)
    y = (draw.random(n) < scipy.special.expit(1.7 * scores - 0.6)).astype(int)
    weight = draw.integers(0, 4, size=n).astype(float) if weighted else numpy.ones(n)
    at = numpy.concatenate([numpy.linspace(-5, 5, 41), scores[:20]])
    isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, y, sample_weight=weight)
    sigmoid = _SigmoidCalibration().fit(scores, y, sample_weight=weight)
    line = exact_sigmoid(scores, y, weight)
    return {
        "scores": scores.tolist(),
        "positive": y.tolist(),
        "weight": weight.tolist(),
        "at": at.tolist(),
        "isotonic": isotonic.predict(at).tolist(),
        "sigmoid": sigmoid.predict(at).tolist(),
        "line": line.tolist(),
    }


def one_against_the_rest(n, classes):
    z = draw.normal(size=(n, classes)) * 1.5
    probabilities = scipy.special.softmax(2.2 * z, axis=1)
    codes = numpy.array([draw.choice(classes, p=p) for p in scipy.special.softmax(z, axis=1)])
    isotonic = numpy.stack(
        [
            IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(probabilities[:, k], codes == k).predict(probabilities[:, k])
            for k in range(classes)
        ],
        axis=1,
    )
    logs = numpy.log(probabilities)

    def loss(inverse):
        return -scipy.special.log_softmax(inverse * logs, axis=1)[numpy.arange(n), codes].mean()

    inverse = scipy.optimize.minimize_scalar(loss, bounds=(0.01, 10), method="bounded", options={"xatol": 1e-12}).x
    return {
        "classes": classes,
        "probabilities": probabilities.ravel().tolist(),
        "codes": codes.tolist(),
        "isotonic": (isotonic / isotonic.sum(axis=1, keepdims=True)).ravel().tolist(),
        "inverse": inverse,
    }


with open("calibration.json", "w") as file:
    json.dump(
        {
            "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__},
            "binary": [problem(200, False, False), problem(200, True, True), problem(30, True, False)],
            "multiclass": one_against_the_rest(150, 3),
        },
        file,
    )
    file.write("\n")
