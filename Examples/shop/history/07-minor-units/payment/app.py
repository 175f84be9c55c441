"""Charges customers."""
import logging
import os
import time

from flask import Flask, jsonify, request
from opentelemetry import trace

from rates import connect, convert_line, prepare

app = Flask("payment")
log = logging.getLogger("payment")


@app.post("/charges")
def charges():
    charge = request.get_json()
    span = trace.get_current_span()
    span.set_attribute("shop.currency", charge["currency"])
    pieces = sum(line["count"] for line in charge["lines"])
    amount = sum(convert_line(charge["cents"] / pieces, charge["currency"]) for _ in range(pieces))
    authorize(charge["user"])
    connection = connect()
    with connection:
        connection.cursor().execute(
            "INSERT INTO charges(user, currency, amount) VALUES(?, ?, ?)",
            (charge["user"], charge["currency"], amount))
    connection.close()
    log.info("charged")
    return jsonify({"amount": amount}), 201


def authorize(user):
    """Stands for the card network: it always says yes, after a moment."""
    time.sleep(0.004 + (hash(user) % 5) / 1000)


if __name__ == "__main__":
    prepare()
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
