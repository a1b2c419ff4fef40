"""Scores exported models in onnxruntime: run_exported.py FOLDER. Each case is NAME.onnx with NAME.json (inputs); writes NAME.out.json."""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

types = {"double": np.float64, "float": np.float32, "string": object}
for described in sorted(Path(sys.argv[1]).glob("*.in.json")):
    stem = described.name.removesuffix(".in.json")
    case = json.loads(described.read_text())
    feeds = {}
    for name, column in case["inputs"].items():
        empty = "" if column["type"] == "string" else np.nan
        values = [empty if value is None else value for value in column["values"]]
        feeds[name] = np.array(values, dtype=types[column["type"]]).reshape(-1, 1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = described.parent / f"{stem}.onnx"
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    results = session.run(None, feeds)
    named = {one.name: result.tolist() for one, result in zip(session.get_outputs(), results)}
    (described.parent / f"{stem}.out.json").write_text(json.dumps(named))
