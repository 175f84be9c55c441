"""Prices carts and places orders."""
import logging
import os
import sqlite3

import requests
from flask import Flask, jsonify, request
from opentelemetry import trace

from pricing import total_cents

app = Flask("checkout")
log = logging.getLogger("checkout")
PAYMENT = os.environ["PAYMENT_URL"]
DATABASE = os.environ["DATABASE"]


def connect():
    connection = sqlite3.connect(DATABASE, timeout=5)
    connection.cursor().execute("CREATE TABLE IF NOT EXISTS orders(id INTEGER PRIMARY KEY, user TEXT, cents INTEGER)")
    return connection


@app.get("/quotes")
def quotes():
    lines = [{"sku": sku, "count": 1} for sku in request.args.getlist("sku")]
    return jsonify({"cents": total_cents(lines)})


@app.post("/orders")
def orders():
    order = request.get_json()
    span = trace.get_current_span()
    span.set_attribute("shop.currency", order["currency"])
    span.set_attribute("shop.lines", len(order["lines"]))
    cents = total_cents(order["lines"])
    charge = {"user": order["user"], "currency": order["currency"], "cents": cents, "lines": order["lines"]}
    answer = requests.post(f"{PAYMENT}/charges", json=charge, timeout=3)
    if answer.status_code != 201:
        return jsonify({"error": "the payment was not made"}), 502
    connection = connect()
    with connection:
        connection.cursor().execute("INSERT INTO orders(user, cents) VALUES(?, ?)", (order["user"], cents))
    connection.close()
    log.info("order placed")
    return jsonify({"cents": cents}), 201


if __name__ == "__main__":
    connect().close()
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
