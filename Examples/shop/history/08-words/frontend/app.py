"""What customers talk to: the catalogue and the checkout button."""
import logging
import os

import requests
from flask import Flask, jsonify, request
from opentelemetry import trace

app = Flask("frontend")
log = logging.getLogger("frontend")
CHECKOUT = os.environ["CHECKOUT_URL"]

CATALOGUE = [
    {"sku": "mug", "name": "Mug", "cents": 1250},
    {"sku": "lamp", "name": "Lamp", "cents": 4900},
    {"sku": "chair", "name": "Chair", "cents": 12900},
    {"sku": "desk", "name": "Desk", "cents": 24900},
]


@app.get("/products")
def products():
    return jsonify(CATALOGUE)


@app.get("/cart")
def cart():
    answer = requests.get(f"{CHECKOUT}/quotes", params=request.args, timeout=2)
    return answer.json(), answer.status_code


@app.post("/checkout")
def checkout():
    order = request.get_json()
    span = trace.get_current_span()
    span.set_attribute("user.id", order["user"])
    span.set_attribute("user.plan", order["plan"])
    answer = requests.post(f"{CHECKOUT}/orders", json=order, timeout=5)
    if answer.status_code >= 500:
        log.error("checkout failed for an order of %d lines (plan %s)", len(order["lines"]), order["plan"])
    return answer.json(), answer.status_code


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
