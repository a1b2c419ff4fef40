"""Asks a running server as other projects' own clients do. Usage: clients.py http://127.0.0.1:PORT

Needs `pip install "tritonclient[http]" pandas requests`. Prints one JSON object: what each client got.
"""

import json
import sys

import numpy as np
import pandas as pd
import requests
import tritonclient.http as triton

address = sys.argv[1]
frame = pd.DataFrame({"speed": [120.0, 40.5], "size": ["small", "large"], "night": [True, False]})


def open_inference():
    client = triton.InferenceServerClient(address.removeprefix("http://"))
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready("strikes") and client.is_model_ready("strikes", "1")
    metadata = client.get_model_metadata("strikes")
    answers = {}
    for binary in (False, True):
        inputs = []
        for name, datatype in (("speed", "FP64"), ("size", "BYTES"), ("night", "BOOL")):
            values = frame[name].to_numpy()
            values = values.astype(object) if datatype == "BYTES" else values
            tensor = triton.InferInput(name, [len(frame)], datatype)
            tensor.set_data_from_numpy(values, binary_data=binary)
            inputs.append(tensor)
        outputs = [
            triton.InferRequestedOutput("prediction", binary_data=binary),
            triton.InferRequestedOutput("probabilities", binary_data=binary),
        ]
        result = client.infer("strikes", inputs, outputs=outputs, request_id="r-7")
        response = result.get_response()
        labels = result.as_numpy("prediction").tolist()
        answers["binary" if binary else "json"] = {
            "id": response["id"],
            "version": response["model_version"],
            "prediction": [label.decode() if isinstance(label, bytes) else label for label in labels],
            "probabilities": result.as_numpy("probabilities").tolist(),
        }
        whole = client.infer("strikes", inputs)
        assert whole.as_numpy("probabilities").shape == (2, 2)
    try:
        client.infer("nope", inputs)
        unknown = "answered"
    except triton.InferenceServerException as error:
        unknown = f"{error.status()}: {error.message()}"
    return {"inputs": [item["name"] for item in metadata["inputs"]], "unknown": unknown, **answers}


def mlflow_scoring():
    """The bodies that MLflow's own client builds from a frame: pandas' split orientation, and CSV."""
    split = json.loads(frame.to_json(orient="split"))
    url = f"{address}/invocations/strikes"
    return {
        "split": requests.post(url, json={"dataframe_split": split}, timeout=10).json()["predictions"],
        "records": requests.post(
            url, json={"dataframe_records": frame.to_dict(orient="records")}, timeout=10
        ).json()["predictions"],
        "csv": requests.post(
            url, data=frame.to_csv(index=False), headers={"content-type": "text/csv"}, timeout=10
        ).json()["predictions"],
    }


print(json.dumps({"open_inference": open_inference(), "mlflow": mlflow_scoring()}))
